-- The day that moment_parts found, as text yyyy-m-d: where the year comes first in four digits it is year, month, day,
-- else in the order dmy, mdy or ymd. A year of two digits is one of 2010-2039. Null for any other, and where the two
-- signs between the numbers differ.
create or replace macro day_of_parts(parts, date_order) as
case
    when parts.sign_one <> parts.sign_two then null
    when length(parts.one) = 4 and length(parts.three) <= 2 then concat(parts.one, '-', parts.two, '-', parts.three)
    when length(parts.one) > 2 then null
    when date_order = 'ymd'
        then case
            when length(parts.one) = 2 and length(parts.three) <= 2 and parts.one between '10' and '39'
                then concat('20', parts.one, '-', parts.two, '-', parts.three)
        end
    when length(parts.three) = 4 or (length(parts.three) = 2 and parts.three between '10' and '39')
        then
            concat(
                right(concat('20', parts.three), 4),
                case when date_order = 'dmy' then concat('-', parts.two, '-', parts.one) end,
                case when date_order = 'mdy' then concat('-', parts.one, '-', parts.two) end
            )
end;
