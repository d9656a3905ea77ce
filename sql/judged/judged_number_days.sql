-- One row per unit and day of lawful case codes, with what rule A4G looks at: how many running numbers of that day,
-- from 1 to the highest, no extract holds.
with numbered as (
    select
        unit_code,
        code_date,
        number,
        is_of_the_day,
        max(number) filter (where is_of_the_day) over (partition by unit_code, code_date) as last_number
    from stg_code_numbers
    where is_claimed_day
),

followed as (
    select
        unit_code,
        code_date,
        number,
        last_number,
        coalesce(lag(number) over (partition by unit_code, code_date order by number), 0) as number_before
    from numbered
    where number <= last_number
)

select
    followed.unit_code,
    cast(null as varchar) as procedure_code,
    followed.code_date,
    strftime(followed.code_date, '%Y-%m-%d') as thing,
    max(followed.last_number) as last_number,
    count(*) as numbers_present,
    max(followed.last_number) - count(*) as numbers_missing,
    string_agg(
        case
            when followed.number - followed.number_before = 2 then cast((followed.number - 1) as varchar)
            when followed.number - followed.number_before > 2
                then concat(followed.number_before + 1, '–', followed.number - 1)
        end, ', ' order by followed.number
    ) as missing_numbers
from followed
group by followed.unit_code, followed.code_date
