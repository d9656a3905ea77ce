-- One row per case and system that knows it: the stage that its record shows, and whether the case is in the window's
-- scope, that is received on or before its end and not ended before its start.
with parameters as (
    select * from stg_parameters
),

records as (
    select
        *,
        -- A case without a day of receipt, even in its code, is counted from its first known day.
        coalesce(received_date, cast(least(submitted_at, due_at_original, finished_at, returned_at) as date))
            as known_received_date,
        coalesce(finished_at, returned_at) as ended_at
    from stg_case_records
),

-- Status texts that nobody has mapped, and extracts without a status, are told by their dates: a case is never dropped.
staged as (
    select
        records.record_id,
        records.described_by,
        records.due_at_original,
        records.due_original_has_time,
        records.known_received_date,
        records.ended_at,
        case
            when records.status_code in (1, 3) then 'not_accepted'
            when records.status_code in (9, 10) then 'completed'
            when records.status_code = 7 then 'withdrawn'
            when records.status_code = 8 then 'stopped'
            when records.status_code in (2, 4, 5, 6) then 'pending'
            when records.ended_at is not null then 'completed'
            else 'pending'
        end as stage_in_extract,
        -- An end before the receipt (rule A2) ends the case on the day it was received.
        case
            when records.ended_at is not null
                then greatest(
                    cast(records.ended_at as date), coalesce(records.known_received_date, parameters.window_from)
                )
        end as known_end_date,
        parameters.window_from,
        parameters.window_to
    from records
    cross join parameters
)

-- An extract is taken after the window's end: what ended in between was still open when the window closed.
select
    record_id,
    described_by,
    due_at_original,
    due_original_has_time,
    ended_at,
    case
        when stage_in_extract in ('completed', 'withdrawn', 'stopped') and known_end_date > window_to then 'pending'
        else stage_in_extract
    end as stage,
    coalesce(known_received_date, window_from) as counted_received_date,
    case
        when
            stage_in_extract in ('completed', 'withdrawn', 'stopped')
            and coalesce(known_end_date, window_to) <= window_to
            then coalesce(known_end_date, window_to)
    end as counted_end_date,
    coalesce(known_received_date, window_from) <= window_to
    -- An ended case without an end date cannot be shown to have ended before the window, so it stays.
    and not (
        stage_in_extract in ('completed', 'withdrawn', 'stopped', 'not_accepted')
        and coalesce(known_end_date, window_from) < window_from
    ) as is_in_scope
from staged
