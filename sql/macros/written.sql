-- A cell without padding, null where nothing is left; non-breaking spaces count as padding.
create or replace macro written(value) as nullif(trim(replace(value, chr(160), ' ')), '');
