-- One row per unit, year and book of a paper register that can be followed, with what rule E8 looks at: how many
-- numbers between the lowest and the highest it leaves out.
with followed as (
    select
        years.unit_code,
        years.register_year,
        years.book,
        years.first_number,
        years.last_number,
        years.numbers_present,
        numbers.register_number,
        lag(numbers.register_number)
            over (partition by years.unit_code, years.register_year, years.book order by numbers.register_number)
            as number_before
    from stg_register_years as years
    inner join (
        select distinct unit_code, register_year, book, register_number from stg_register_entries
    ) as numbers
        on
            years.unit_code = numbers.unit_code
            and years.register_year = numbers.register_year
            and years.book = numbers.book
    where years.is_followed
)

select
    unit_code,
    cast(null as varchar) as procedure_code,
    concat_ws(' · ', cast(register_year as varchar), nullif(book, '')) as thing,
    register_year,
    first_number,
    last_number,
    numbers_present,
    last_number - first_number + 1 - numbers_present as numbers_missing,
    coalesce(
        string_agg(
            case
                when register_number - number_before = 2 then cast(register_number - 1 as varchar)
                when register_number - number_before > 2 then concat(number_before + 1, '–', register_number - 1)
            end, ', ' order by register_number
        ), ''
    ) as missing_numbers
from followed
group by unit_code, register_year, book, first_number, last_number, numbers_present
