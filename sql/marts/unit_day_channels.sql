-- One row per unit, day of receipt, channel and online level: the cases received. The level is the one published on
-- that day, else the one that the extract writes (level_source).
with received as (
    select
        unit_code,
        unit_level,
        procedure_code,
        counted_received_date,
        channel,
        service_level,
        count(*) as cases
    from cases
    where outcome <> 'not_accepted' and not is_carried_over
    group by unit_code, unit_level, procedure_code, counted_received_date, channel, service_level
),

levelled as (
    select
        received.unit_code,
        received.procedure_code,
        received.counted_received_date,
        received.channel,
        received.cases,
        case when inputs.has_published_list then published.service_level end as published_level,
        received.service_level as extract_level
    from received
    left join stg_unit_inputs as inputs on received.unit_code = inputs.unit_code
    left join procedure_day_levels as published
        on
            received.procedure_code = published.procedure_code
            and coalesce(received.unit_level, '') = coalesce(published.unit_level, '')
            and received.counted_received_date = published.on_date
)

select
    unit_code,
    counted_received_date,
    channel,
    procedure_code,
    coalesce(published_level, extract_level) as service_level,
    case
        when published_level is not null then 'published'
        when extract_level is not null then 'extract'
    end as level_source,
    cast(sum(cases) as bigint) as cases
from levelled
group by
    unit_code,
    counted_received_date,
    channel,
    procedure_code,
    coalesce(published_level, extract_level),
    case
        when published_level is not null then 'published'
        when extract_level is not null then 'extract'
    end
