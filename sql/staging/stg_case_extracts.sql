-- One row per extract of cases: its system, when it was taken and how that is known, and which fields it carries at
-- all.
with events as (
    select
        extract_id,
        unnest([submitted_at, received_at, entered_at, transferred_at, finished_at, returned_at])::date as day
    from stg_cases
),

days as (
    select extract_id, day, lag(day) over (partition by extract_id order by day) as day_before
    from (select distinct extract_id, day from events where day is not null) as distinct_days
),

-- A day far after all others is a typing error (rule A2), not the day on which the extract was taken.
last_days as (
    select extract_id, max(day) as last_day
    from days
    where coalesce(day - day_before <= 60, true)
    group by extract_id
),

-- When the extract was taken: its origin card says so; else the period of its title, of which it then speaks to the
-- end, unless that lies a month or more after all that it knows (a list without any case knows no day); else the last
-- day that it knows.
taken as (
    select
        extracts.extract_id,
        try_cast(extracts.taken_at as timestamp) as taken_at,
        case
            when try_cast(extracts.taken_at as timestamp) is not null then 'card'
            when
                try_cast(extracts.period_to as date) is not null
                and coalesce(try_cast(extracts.period_to as date) - last_days.last_day <= 31, true)
                then 'title'
            when last_days.last_day is not null then 'last_date'
        end as as_of_basis,
        try_cast(extracts.period_to as date) as period_to,
        last_days.last_day
    from source_extracts as extracts
    left join last_days on extracts.extract_id = last_days.extract_id
),

dated as (
    select
        extract_id,
        taken_at,
        as_of_basis,
        case as_of_basis
            when 'card' then taken_at
            when 'title' then end_of_day(greatest(period_to, last_day))
            when 'last_date' then end_of_day(last_day)
        end as as_of
    from taken
),

fields as (
    select
        extract_id,
        list(field order by field) as fields,
        bool_or(field = 'unit') as has_unit,
        bool_or(field = 'procedure_code') as has_procedure_code,
        bool_or(field = 'procedure_name') as has_procedure_name,
        bool_or(field = 'sector') as has_sector,
        bool_or(field = 'service_level') as has_service_level,
        bool_or(field = 'channel') as has_channel,
        bool_or(field = 'submitted_at') as has_submitted_at,
        bool_or(field = 'received_at') as has_received_at,
        bool_or(field = 'due_at_original') as has_due_at_original,
        bool_or(field = 'due_at') as has_due_at,
        bool_or(field = 'due_moves') as has_due_moves,
        bool_or(field = 'supplement_requested_at') as has_supplement_requested_at,
        bool_or(field = 'supplement_completed_at') as has_supplement_completed_at,
        bool_or(field = 'finished_at') as has_finished_at,
        bool_or(field = 'returned_at') as has_returned_at,
        bool_or(field = 'cancelled_at') as has_cancelled_at,
        bool_or(field = 'status') as has_status
    from source_extract_fields
    group by extract_id
)

select
    extracts.extract_id,
    extracts.file_name,
    extracts.source_system,
    systems.system_rank,
    extracts.sender_unit_code,
    dated.taken_at,
    dated.as_of,
    dated.as_of_basis,
    row_number() over (order by dated.as_of nulls first, extracts.extract_id) as extract_number,
    -- Extracts of one day complement each other: none of them is newer, whatever their files are called.
    dense_rank() over (order by dated.as_of::date nulls first) as moment_number,
    coalesce(fields.fields, []) as fields,
    coalesce(fields.has_unit, false) as has_unit,
    coalesce(fields.has_procedure_code, false) as has_procedure_code,
    coalesce(fields.has_procedure_name, false) as has_procedure_name,
    coalesce(fields.has_sector, false) as has_sector,
    coalesce(fields.has_service_level, false) as has_service_level,
    coalesce(fields.has_channel, false) as has_channel,
    coalesce(fields.has_submitted_at, false) as has_submitted_at,
    coalesce(fields.has_received_at, false) as has_received_at,
    coalesce(fields.has_due_at_original, false) as has_due_at_original,
    coalesce(fields.has_due_at, false) as has_due_at,
    coalesce(fields.has_due_moves, false) as has_due_moves,
    coalesce(fields.has_supplement_requested_at, false) as has_supplement_requested_at,
    coalesce(fields.has_supplement_completed_at, false) as has_supplement_completed_at,
    coalesce(fields.has_finished_at, false) as has_finished_at,
    coalesce(fields.has_returned_at, false) as has_returned_at,
    coalesce(fields.has_cancelled_at, false) as has_cancelled_at,
    coalesce(fields.has_status, false) as has_status
from source_extracts as extracts
inner join stg_systems as systems on extracts.source_system = systems.source_system
left join dated on extracts.extract_id = dated.extract_id
left join fields on extracts.extract_id = fields.extract_id
where extracts.kind = 'cases' and extracts.outcome = 'read'
