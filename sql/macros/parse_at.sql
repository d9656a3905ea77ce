-- A date or time stamp from text: ISO, or in the order in which the layout says its system writes days and months.
-- Null where the text is no date; years outside 1990-2100 are typing errors and no dates either.
create or replace macro parse_at(value, date_order) as (
    case
        when value is null then null
        when substring(value, 5, 1) = '-' then try_cast(value as timestamp)
        when date_order = 'dmy'
            then try_strptime(
                replace(replace(value, '-', '/'), '.', '/'),
                ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y', '%d/%m/%Y %H:%M', '%H:%M:%S %d/%m/%Y', '%H:%M %d/%m/%Y']
            )
        when date_order = 'mdy'
            then try_strptime(
                replace(value, '-', '/'),
                ['%m/%d/%Y %I:%M:%S %p', '%m/%d/%Y', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %H:%M', '%m/%d/%Y %I:%M %p']
            )
        when date_order = 'ymd'
            then try_strptime(
                replace(value, '-', '/'),
                ['%Y/%m/%d %H:%M:%S', '%Y/%m/%d', '%Y/%m/%d %H:%M', '%Y%m%d%H%M%S', '%Y%m%d']
            )
    end
);
