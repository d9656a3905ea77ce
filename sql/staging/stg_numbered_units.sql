-- One row per unit with lawful case codes: whether its running numbers can be followed. An extract that is a selection
-- leaves gaps on any day, so that they can be followed only where nearly all codes have the lawful form and nearly all
-- days begin at 1, and where on most days none is left out.
with number_days as (
    select
        numbers.unit_code,
        numbers.code_date,
        min(numbers.number) = 1 as begins_at_1,
        count(*) filter (where numbers.is_of_the_day) >= max(numbers.number) filter (where numbers.is_of_the_day)
            as is_whole
    from stg_code_numbers as numbers
    where numbers.is_claimed_day
    group by numbers.unit_code, numbers.code_date
    having bool_or(numbers.is_of_the_day)
),

numbered as (
    select
        number_days.unit_code,
        count(*) filter (where begins_at_1) >= any_value(parameters.numbered_share) * count(*)
        and 2 * count(*) filter (where is_whole) >= count(*) as has_running_numbers
    from number_days
    cross join stg_parameters as parameters
    group by number_days.unit_code
),

lawful as (
    select
        codes.unit_code,
        count(*) filter (where is_lawful_code(codes.case_code)) >= any_value(parameters.numbered_share) * count(*)
            as has_lawful_codes
    from stg_case_records as codes
    cross join stg_parameters as parameters
    where codes.case_code is not null
    group by codes.unit_code
)

select
    numbered.unit_code,
    numbered.has_running_numbers and lawful.has_lawful_codes as has_running_numbers
from numbered
inner join lawful on numbered.unit_code = lawful.unit_code
