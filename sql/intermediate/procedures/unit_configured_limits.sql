-- One row per unit and configured procedure whose time limit can be compared with the one published for it and in force
-- on the day of the list. Hours are days of work here; a bare "ngày" in a configuration may stand for working days.
with parameters as (
    select * from stg_parameters
)

select
    configured.unit_code,
    configured.procedure_code,
    configured.time_limit as configured_limit,
    limits.limit_text as published_limit,
    limits.decision,
    (
        configured.limit_unit = limits.limit_unit
        or (configured.limit_unit = 'days' and limits.limit_unit = 'working_days')
    ) and configured.limit_amount = limits.limit_amount
    or (
        configured.limit_unit = 'hours' and limits.limit_unit = 'working_days'
        and configured.limit_amount = limits.limit_amount * parameters.hours_per_day
    )
    or (
        configured.limit_unit in ('days', 'working_days') and limits.limit_unit = 'hours'
        and configured.limit_amount * parameters.hours_per_day = limits.limit_amount
    ) as is_same
from unit_configured_procedures as configured
cross join parameters
inner join procedure_limits as limits
    on
        configured.unit_code = limits.unit_code
        and configured.procedure_code = limits.procedure_code
        and least(parameters.window_to, coalesce(configured.listed_date, parameters.window_to))
        between limits.period_from and limits.period_to
where
    configured.limit_amount is not null
    and limits.limit_standing = 'ok'
    and coalesce(configured.is_in_use, true)
