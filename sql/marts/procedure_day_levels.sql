-- One row per procedure, unit level and day that it is looked up on: the online level (NĐ 43/2011) at which the list in
-- force on that day publishes it. Of several rows in force the one in force last counts, then the highest level.
with wanted as (
    select distinct procedure_code, unit_level, counted_received_date as on_date
    from cases
    where outcome <> 'not_accepted' and procedure_code is not null
    union
    select distinct bodies.procedure_code, units.unit_level, periods.period_to
    from stg_procedure_bodies as bodies
    inner join stg_units as units on bodies.unit_code = units.unit_code
    cross join stg_evaluation_periods as periods
),

published as (
    select distinct procedure_code, unit_level, service_level, valid_from, valid_to
    from stg_published_procedures
    where service_level is not null
),

ranked as (
    select
        wanted.procedure_code,
        wanted.unit_level,
        wanted.on_date,
        published.service_level,
        row_number() over (
            partition by wanted.procedure_code, wanted.unit_level, wanted.on_date
            order by coalesce(published.valid_from, date '1900-01-01') desc, published.service_level desc
        ) as choice
    from wanted
    inner join published on wanted.procedure_code = published.procedure_code
    where
        (wanted.unit_level is null or coalesce(published.unit_level, wanted.unit_level) = wanted.unit_level)
        and coalesce(published.valid_from, wanted.on_date) <= wanted.on_date
        and coalesce(published.valid_to, wanted.on_date) >= wanted.on_date
)

select procedure_code, unit_level, on_date, service_level from ranked where choice = 1
