-- The time stamp, unless its year is a typing error.
create or replace macro plausible_at(value) as
case when value between timestamp '1990-01-01' and timestamp '2100-12-31' then value end;
