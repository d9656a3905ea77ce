-- One row per case in scope whose code has the lawful form, with what the rules A3 and A3U look at: the day and the
-- unit that the code names beside those of the case.
with coded as (
    select
        case_id,
        case_code,
        unit_code,
        unit_name,
        procedure_code,
        received_at,
        split_part(case_code, '-', 1) as code_head,
        strptime(split_part(case_code, '-', 2), '%y%m%d')::date as code_date
    from cases
    where is_lawful_code(case_code)
),

-- The units that the codes name, read once for each way of writing them.
heads as (
    select distinct code_head, split_part(case_key(concat(code_head, '-200101-0001')), '-', 1) as code_prefix
    from coded
),

-- Units that hold cases of each other: one above the other, or both of one district (its people's committee and the
-- branch of the land registration office share a desk).
related as (
    select one.unit_code, other.unit_code as other_code
    from stg_units as one
    inner join stg_units as other
        on
            one.unit_code = other.unit_code
            or one.parent_code = other.unit_code
            or one.unit_code = other.parent_code
            or one.district_code = other.unit_code
            or one.unit_code = other.district_code
)

select
    coded.case_id,
    coded.case_code,
    coded.unit_code,
    coded.unit_name,
    coded.procedure_code,

    -- A3
    coded.code_date,
    coded.received_at::date as received_date,
    datediff('day', coded.received_at::date, coded.code_date) as days_between,
    (coded.code_date <> coded.received_at::date)::integer as day_differences,

    -- A3U: a unit code that the list does not know says nothing
    code_units.unit_name as code_unit_name,
    coded.unit_code <> 'UNRESOLVED' and code_units.unit_code is not null as is_unit_known,
    (related.unit_code is null)::integer as unit_differences
from coded
left join heads on coded.code_head = heads.code_head
left join stg_code_units as code_units on heads.code_prefix = code_units.code_prefix
left join related on coded.unit_code = related.unit_code and code_units.unit_code = related.other_code
