-- One row per unit and procedure in its lists of configured ones: since when it is known so, whether it is in use there
-- (empty where no list says), and the time limit that is set (empty where the lists give none, or several).
with listed as (
    select
        unit_code,
        procedure_code,
        max(procedure_name) as procedure_name,
        max(listed_date) as listed_date,
        max(case when is_in_use then 1 when not is_in_use then 0 end) as in_use,
        count(case when is_in_use is null then 1 end) as untold_rows,
        count(
            distinct case
                when limit_amount is not null then concat(cast(limit_amount as varchar), ' ', limit_unit)
                else time_limit
            end
        ) as limits,
        max(time_limit) as time_limit,
        max(limit_amount) as limit_amount,
        max(limit_unit) as limit_unit
    from stg_configured_procedures
    where unit_code is not null and procedure_code is not null
    group by unit_code, procedure_code
)

select
    unit_code,
    procedure_code,
    procedure_name,
    listed_date,
    -- A row that does not say so may be in use.
    case when in_use = 1 then true when in_use = 0 and untold_rows = 0 then false end as is_in_use,
    case when limits = 1 then time_limit end as time_limit,
    case when limits = 1 then limit_amount end as limit_amount,
    case when limits = 1 then limit_unit end as limit_unit
from listed
