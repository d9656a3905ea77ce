-- One row per case and system that knows it: the stage that its record shows, whether the case is in the window's
-- scope, that is received on or before its end and not ended before its start, and until when the record was seen.
with parameters as (
    select * from stg_parameters
),

records as (
    select
        records.*,
        -- A case without a day of receipt, even in its code, is counted from its first known day.
        coalesce(
            received_date, cast(least(submitted_at, due_at_original, finished_at, returned_at) as date)
        ) as known_received_date,
        coalesce(finished_at, returned_at) as ended_at,
        extracts.as_of
    from stg_case_records as records
    inner join stg_case_extracts as extracts on records.extract_number = extracts.extract_number
),

-- Status texts that nobody has mapped, and extracts without a status, are told by their dates: a case is never dropped.
staged as (
    select
        records.*,
        coalesce(counts_as, case when ended_at is not null then 'completed' else 'pending' end) as counts_in_extract,
        -- An end before the receipt (rule A2) ends the case on the day it was received.
        case
            when ended_at is not null
                then greatest(cast(ended_at as date), coalesce(known_received_date, parameters.window_from))
        end as known_end_date,
        parameters.window_from,
        parameters.window_to,
        -- An open case is measured at the end of the window or, where its last extract was taken before, at that
        -- moment: what became of it afterwards nobody has seen.
        least(parameters.cut_off_at, records.as_of) as seen_until
    from records
    cross join parameters
)

-- An extract is taken after the window's end: what ended in between was still open when the window closed.
select
    record_id,
    described_by,
    case_id,
    case_key,
    unit_code,
    procedure_code,
    extract_id,
    extract_number,
    source_system,
    received_at,
    due_at_original,
    due_at,
    due_moves,
    supplement_requested_at,
    supplement_completed_at,
    taken_at,
    awaits,
    ended_at,
    seen_until,
    -- As the extract has it, be it after the window.
    counts_in_extract in ('completed', 'withdrawn', 'stopped') as is_ended,
    case
        when counts_in_extract in ('completed', 'withdrawn', 'stopped') and known_end_date > window_to then 'pending'
        else counts_in_extract
    end as counts_as,
    coalesce(known_received_date, window_from) as counted_received_date,
    case
        when
            counts_in_extract in ('completed', 'withdrawn', 'stopped')
            and coalesce(known_end_date, window_to) <= window_to
            then coalesce(known_end_date, window_to)
    end as counted_end_date,
    coalesce(known_received_date, window_from) <= window_to
    -- An ended case without an end date cannot be shown to have ended before the window, so it stays.
    and not (
        counts_in_extract in ('completed', 'withdrawn', 'stopped', 'not_accepted')
        and coalesce(known_end_date, window_from) < window_from
    ) as is_in_scope
from staged
