-- One row per extract of cases: its system, how new it is, and which fields it carries at all.
with days as (
    select extract_id, max(greatest(received_at, finished_at, returned_at)) as last_day
    from stg_cases
    group by extract_id
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
    try_cast(extracts.taken_at as timestamp) as taken_at,
    -- Without a card an extract is as new as the last thing that it knows.
    coalesce(try_cast(extracts.taken_at as timestamp), days.last_day) as as_of,
    row_number() over (
        order by coalesce(try_cast(extracts.taken_at as timestamp), days.last_day) nulls first, extracts.extract_id
    ) as extract_number,
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
left join days on extracts.extract_id = days.extract_id
left join fields on extracts.extract_id = fields.extract_id
where extracts.kind = 'cases' and extracts.outcome = 'read'
