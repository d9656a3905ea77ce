-- A date or time stamp from text, by the clock of `zone` (an IANA name): ISO, days and months in the order that their
-- column is written in (date_order), with hours before or after them, in words or AM/PM/SA/CH; what tells its offset
-- or Z is converted; yyyyMMdd[HHmm[ss]], milliseconds since 1970, or a serial number of Excel (days since 1899-12-30).
-- Null where any of the text is not understood; whether its year can be is for plausible_at. A day without a time, or
-- with 00:00, is midnight, which means the day alone; no moment is rounded into another day.
-- Nearly all are written as the first lines read them, which alone are several times faster than the rest.
create or replace macro parse_at(value, date_order, zone) as coalesce(
    case when date_order = 'dmy' and value like '__/__/____ __:__:__' then try_strptime(value, '%d/%m/%Y %H:%M:%S') end,
    case
        when value is null then null
        when value like '____-__-__ __:__:__' then try_strptime(value, '%Y-%m-%d %H:%M:%S')
        when value like '____-__-__' then try_strptime(value, '%Y-%m-%d')
        when date_order = 'dmy' and value like '__/__/____' then try_strptime(value, '%d/%m/%Y')
        when date_order = 'dmy' and value like '__/__/____ __:__' then try_strptime(value, '%d/%m/%Y %H:%M')
        when value like '____-__-__T__:__:__.___' then try_strptime(value, '%Y-%m-%dT%H:%M:%S.%f')
        when value like '____-__-__T__:__:__.___Z'
            then timezone(zone, timezone('UTC', try_strptime(value, '%Y-%m-%dT%H:%M:%S.%fZ')))
        when
            value like '____-__-__T__:__:__%_:__'
            and regexp_full_match(value, '.{11}([01]\d|2[0-3]):\d\d:\d\d(\.\d{1,6})?[+-](0\d|1[0-4]):[0-5]\d')
            then timezone(zone, try_cast(value as timestamptz))
        when value like '____/__/__' then try_strptime(value, '%Y/%m/%d')
        when substring(value, 2, 1) between '0' and '9' and regexp_full_match(value, '\d{5}([.,]\d+)?|\d{8}|\d{12,14}')
            then case
                when length(value) = 5 or substring(value, 6, 1) in ('.', ',')
                    then
                        make_timestamp(86400000000 * (left(value, 5)::bigint - 25569))
                        + to_seconds(least(86399, round(86400 * concat('0.', substring(value, 7), '0')::double)))
                when length(value) = 8 then try_strptime(value, '%Y%m%d')
                when length(value) = 12 then try_strptime(value, '%Y%m%d%H%M')
                when length(value) = 13 then timezone(zone, to_timestamp(value::double / 1000))
                else try_strptime(value, '%Y%m%d%H%M%S')
            end
    end,
    common_moment(value, date_order),
    case
        when regexp_matches(value, '\d\D+\d')
            then list_transform(
                [moment_parts(value)],
                lambda parts: case
                    when parts.one = '' then null
                    else list_transform(
                        [
                            try_strptime(
                                concat(day_of_parts(parts, date_order), ' ', clock_of_parts(parts)),
                                '%Y-%m-%d %H:%M:%S.%f'
                            )
                        ],
                        lambda moment: case
                            when not is_weekday(moment, parts.weekday) or not is_weekday(moment, parts.weekday_after)
                                then null
                            when parts.shift = '' then moment
                            else timezone(zone, timezone('UTC', moment - to_minutes(offset_minutes(parts.shift))))
                        end
                    )[1]
                end
            )[1]
    end
);
