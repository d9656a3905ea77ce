-- The ends of the 95% interval of a share: Wilson 1927, J Am Stat Assoc 22:209, without continuity correction;
-- 3.8414588 is 1.959964 squared. Null where the whole is 0.
create or replace macro wilson_centre(part, whole) as (part + 1.9207294) / (whole + 3.8414588);

create or replace macro wilson_reach(part, whole) as
1.959963984540054 / (whole + 3.8414588) * sqrt(part * (1 - share_of(part, whole)) + 0.9603647);

create or replace macro wilson_low(part, whole) as
case
    when share_of(part, whole) is null then null
    when part = 0 then 0
    else greatest(0, wilson_centre(part, whole) - wilson_reach(part, whole))
end;

create or replace macro wilson_high(part, whole) as
case
    when share_of(part, whole) is null then null
    when part = whole then 1
    else least(1, wilson_centre(part, whole) + wilson_reach(part, whole))
end;
