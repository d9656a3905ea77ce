-- One row per unit and class of reason on its slips of apology, by the office's own list of phrases.
with slips as (
    select * from apology_slips
),

counted as (
    select unit_code, unit_name, coalesce(reason_class, 'none') as reason_class, count(*) as slips
    from slips
    where has_reason is not null
    group by unit_code, unit_name, coalesce(reason_class, 'none')
)

select
    unit_code,
    unit_name,
    reason_class,
    slips,
    cast(sum(slips) over (partition by unit_code) as bigint) as slips_of_unit,
    slips / cast(sum(slips) over (partition by unit_code) as double) as slip_rate
from counted
