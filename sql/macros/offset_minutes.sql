-- The minutes by which a clock is ahead of UTC, from z, utc, +07, +7, -05:30, utc+0700. Null beyond 14 hours.
create or replace macro offset_minutes(shift) as
case
    when regexp_full_match(shift, 'z|utc|gmt') then 0
    when
        regexp_extract(shift, '[+-](\d{1,2}?):?(?:\d{2})?$', 1)::integer <= 14
        and coalesce(nullif(regexp_extract(shift, '[+-]\d{1,2}?:?(\d{2})?$', 1), ''), '0')::integer < 60
        then
            (case when contains(shift, '-') then -1 else 1 end)
            * (
                60 * regexp_extract(shift, '[+-](\d{1,2}?):?(?:\d{2})?$', 1)::integer
                + coalesce(nullif(regexp_extract(shift, '[+-]\d{1,2}?:?(\d{2})?$', 1), ''), '0')::integer
            )
end;
