-- One row per unit, procedure in use or configured there and period in which the same published time limits stand: the
-- limits that name the unit itself, else those of its level. Several different limits are told, none of them is chosen.
with used as (
    select distinct
        cases.unit_code,
        units.unit_level,
        cases.procedure_code
    from case_scope as cases
    inner join stg_unit_inputs as inputs on cases.unit_code = inputs.unit_code
    left join stg_units as units on cases.unit_code = units.unit_code
    where cases.record_id = cases.described_by and cases.procedure_code is not null and inputs.has_published_list
    union
    select configured.unit_code, units.unit_level, configured.procedure_code
    from unit_configured_procedures as configured
    inner join stg_units as units on configured.unit_code = units.unit_code
    inner join stg_unit_inputs as inputs on configured.unit_code = inputs.unit_code
    where inputs.has_published_list
),

listed as (
    select
        used.unit_code,
        used.procedure_code,
        1 as closeness,
        bodies.time_limit,
        bodies.limit_amount,
        bodies.limit_unit,
        bodies.decision,
        bodies.valid_from,
        bodies.valid_to
    from used
    inner join stg_procedure_bodies as bodies
        on used.unit_code = bodies.unit_code and used.procedure_code = bodies.procedure_code
    union all
    select
        used.unit_code,
        used.procedure_code,
        2 as closeness,
        published.time_limit,
        published.limit_amount,
        published.limit_unit,
        published.decision,
        published.valid_from,
        published.valid_to
    from used
    inner join stg_published_procedures as published on used.procedure_code = published.procedure_code
    where coalesce(published.unit_level = used.unit_level, published.unit_level is null or used.unit_level is null)
),

bounded as (
    select
        listed.*,
        coalesce(valid_from, date '1900-01-01') as first_date,
        coalesce(valid_to, date '9999-12-30') as last_date
    from listed
    where coalesce(valid_from, date '1900-01-01') <= coalesce(valid_to, date '9999-12-30')
),

starts as (
    select unit_code, procedure_code, first_date as period_from
    from bounded
    union
    select unit_code, procedure_code, cast(last_date + interval '1' day as date) as period_from
    from bounded
),

periods as (
    select
        unit_code,
        procedure_code,
        period_from,
        cast(
            lead(period_from) over (partition by unit_code, procedure_code order by period_from) - interval '1' day
            as date
        ) as period_to
    from starts
),

-- A list that gives no time limit says nothing; the unit's own rows stand before its level's.
valid as (
    select
        periods.unit_code,
        periods.procedure_code,
        periods.period_from,
        periods.period_to,
        bounded.closeness,
        bounded.time_limit,
        bounded.limit_amount,
        bounded.limit_unit,
        bounded.decision,
        min(case when bounded.time_limit is not null then bounded.closeness end) over (
            partition by periods.unit_code, periods.procedure_code, periods.period_from
        ) as closest
    from periods
    inner join bounded
        on
            periods.unit_code = bounded.unit_code
            and periods.procedure_code = bounded.procedure_code
            and periods.period_from between bounded.first_date and bounded.last_date
    where periods.period_to is not null
),

told as (
    select
        unit_code,
        procedure_code,
        period_from,
        period_to,
        closest,
        count(
            distinct case
                when limit_amount is null then time_limit else concat(cast(limit_amount as varchar), ' ', limit_unit)
            end
        ) as limits,
        count(limit_amount) as readable_rows,
        min(time_limit) as limit_text,
        max(time_limit) as other_limit_text,
        max(limit_amount) as limit_amount,
        max(limit_unit) as limit_unit,
        max(decision) as decision
    from valid
    where closest is null or (closeness = closest and time_limit is not null)
    group by unit_code, procedure_code, period_from, period_to, closest
)

select
    unit_code,
    procedure_code,
    period_from,
    period_to,
    case
        when limits > 1 then 'several_limits'
        when readable_rows = 0 then 'no_limit'
        else 'ok'
    end as limit_standing,
    case when limits > 1 then concat(limit_text, ' / ', other_limit_text) else limit_text end as limit_text,
    case when limits = 1 then limit_amount end as limit_amount,
    case when limits = 1 then limit_unit end as limit_unit,
    decision
from told
