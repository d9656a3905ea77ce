-- A unit's name or code as it is compared: the letters of its words without spaces, so that nothing of the text is left
-- out. A number is written without leading zeros and without the ".0" that a spreadsheet adds.
create or replace macro unit_key(value) as regexp_replace(
    regexp_replace(
        replace(regexp_replace(fold_unit(value), '^([0-9]+) 0+$', '\1'), ' ', ''),
        '^((vanphong|vp)?(hoidongnhandan|hdnd)?(va)?(uybannhandan|ubnd))+', ''
    ), '^0+([0-9]+)$', '\1'
);
