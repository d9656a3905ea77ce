-- A date or time stamp from text, as local time of Asia/Ho_Chi_Minh: ISO (an offset or Z is converted), days and months
-- in the order that the layout says its system writes, yyyyMMdd[HHmm[ss]], milliseconds since 1970, or a serial number
-- of Excel (days since 1899-12-30). Null where the text is no date; whether its year can be is for plausible_at.
-- Nearly all are written as the first line reads them, which alone is several times faster than the rest.
create or replace macro parse_at(value, date_order) as coalesce(
    case when date_order = 'dmy' and substring(value, 3, 1) = '/' then try_strptime(value, '%d/%m/%Y %H:%M:%S') end,
    case
        when value is null then null
        when strpos(value, '-') = 5
            then case
                when length(value) > 19 and regexp_matches(value, '\d\s*(Z|[+-]\d{2}(:?\d{2})?)$')
                    then
                        make_timestamp(
                            epoch_us(
                                try_cast(regexp_replace(value, '([+-]\d{2})(\d{2})$', '\1:\2') as timestamptz)
                            )
                        ) + interval 7 hour
                else try_cast(value as timestamp)
            end
        when substring(value, 2, 1) between '0' and '9' and regexp_full_match(value, '\d{5}([.,]\d+)?|\d{8}|\d{12,14}')
            then case
                when length(value) = 5 or substring(value, 6, 1) in ('.', ',')
                    then make_timestamp(1000000 * round(86400 * (replace(value, ',', '.')::double - 25569))::bigint)
                when length(value) = 8 then try_strptime(value, '%Y%m%d')
                when length(value) = 12 then try_strptime(value, '%Y%m%d%H%M')
                when length(value) = 13 then make_timestamp(1000 * value::bigint) + interval 7 hour
                else try_strptime(value, '%Y%m%d%H%M%S')
            end
        when date_order = 'dmy'
            then try_strptime(
                replace(replace(replace(replace(value, '-', '/'), '.', '/'), ' SA', ' AM'), ' CH', ' PM'),
                [
                    '%d/%m/%Y %H:%M:%S', '%d/%m/%Y', '%d/%m/%Y %H:%M', '%H:%M:%S %d/%m/%Y', '%H:%M %d/%m/%Y',
                    '%d/%m/%Y %I:%M:%S %p', '%d/%m/%Y %I:%M %p'
                ]
            )
        when date_order = 'mdy'
            then try_strptime(
                replace(value, '-', '/'),
                ['%m/%d/%Y %I:%M:%S %p', '%m/%d/%Y', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %H:%M', '%m/%d/%Y %I:%M %p']
            )
        when date_order = 'ymd'
            then try_strptime(replace(value, '-', '/'), ['%Y/%m/%d %H:%M:%S', '%Y/%m/%d', '%Y/%m/%d %H:%M'])
    end
);
