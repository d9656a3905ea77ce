-- One row per unit with cases and period: its procedures by online level. They are those published for the unit and in
-- force on the period's last day; where no list names the unit, those of the cases received (procedure_source).
with units as (
    select distinct unit_code, unit_level from cases
),

published as (
    select distinct units.unit_code, periods.period_id, bodies.procedure_code, levels.service_level
    from units
    inner join stg_unit_inputs as inputs on units.unit_code = inputs.unit_code and inputs.has_published_list
    inner join stg_procedure_bodies as bodies on units.unit_code = bodies.unit_code
    inner join stg_evaluation_periods as periods
        on
            coalesce(bodies.valid_from, periods.period_to) <= periods.period_to
            and coalesce(bodies.valid_to, periods.period_to) >= periods.period_to
    left join procedure_day_levels as levels
        on
            bodies.procedure_code = levels.procedure_code
            and coalesce(units.unit_level, '') = coalesce(levels.unit_level, '')
            and periods.period_to = levels.on_date
),

used as (
    select
        days.unit_code,
        periods.period_id,
        days.procedure_code,
        max(days.service_level) as service_level
    from unit_day_channels as days
    inner join stg_evaluation_periods as periods
        on days.counted_received_date between periods.period_from and periods.period_to
    where days.procedure_code is not null
    group by days.unit_code, periods.period_id, days.procedure_code
),

listed as (
    select unit_code, period_id, procedure_code, service_level, 'published' as procedure_source from published
    union all
    select used.unit_code, used.period_id, used.procedure_code, used.service_level, 'used'
    from used
    left join (select distinct unit_code from published) as named on used.unit_code = named.unit_code
    where named.unit_code is null
)

select
    unit_code,
    period_id,
    procedure_source,
    count(*) as procedures,
    count(service_level) as procedures_with_level,
    count(case when service_level = 1 then 1 end) as level_1_procedures,
    count(case when service_level = 2 then 1 end) as level_2_procedures,
    count(case when service_level = 3 then 1 end) as level_3_procedures,
    count(case when service_level = 4 then 1 end) as level_4_procedures
from listed
group by unit_code, period_id, procedure_source
