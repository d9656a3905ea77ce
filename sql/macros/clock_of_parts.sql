-- The time of day that moment_parts found, as text h:m:s.ffffff on a clock of 24 hours; 00:00 where there is none.
-- 24:00 is the end of the day that it stands beside, its last second; a fraction is cut after microseconds, never
-- rounded into the next day. Null for 13 PM, 0 PM and 24:01.
create or replace macro clock_of_parts(parts) as
case
    when parts.hour = '' then '0:0:0.0'
    when parts.half = ''
        then case
            when parts.hour <> '24'
                then
                    concat_ws(
                        ':',
                        parts.hour,
                        coalesce(nullif(parts.minute, ''), nullif(parts.said_minute, ''), '0'),
                        concat(
                            coalesce(nullif(parts.second, ''), nullif(parts.said_second, ''), '0'),
                            '.',
                            coalesce(nullif(left(parts.fraction, 6), ''), '0')
                        )
                    )
            when
                regexp_full_match(
                    concat(parts.minute, parts.second, parts.fraction, parts.said_minute, parts.said_second), '0*'
                )
                then '23:59:59.0'
        end
    when parts.hour::integer > 12 or (parts.hour::integer = 0 and left(parts.half, 1) in ('p', 'c')) then null
    else
        concat_ws(
            ':',
            parts.hour::integer % 12 + case when left(parts.half, 1) in ('p', 'c') then 12 else 0 end,
            coalesce(nullif(parts.minute, ''), nullif(parts.said_minute, ''), '0'),
            concat(
                coalesce(nullif(parts.second, ''), nullif(parts.said_second, ''), '0'),
                '.',
                coalesce(nullif(left(parts.fraction, 6), ''), '0')
            )
        )
end;
