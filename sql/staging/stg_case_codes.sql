-- One row per case code that follows TT 01/2018 Đ19 (unit code - day of receipt - running number), with its parts.
-- From 15/09/2020 the unit code may be written left to right (QĐ 20/2020/QĐ-TTg); both orders are lawful here.
with codes as (
    select distinct case_code
    from stg_cases
    where regexp_full_match(case_code, '[0-9A-Z.]+-\d{6}-\d{4,5}')
)

select
    case_code,
    split_part(case_code, '-', 1) as code_unit,
    try_strptime(split_part(case_code, '-', 2), '%y%m%d')::date as code_date,
    split_part(case_code, '-', 3)::integer as code_number
from codes
