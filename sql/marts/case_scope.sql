-- One row per case in the window's scope: received on or before its end and not ended before its start.
with parameters as (
    select * from stg_parameters
),

records as (
    select
        cases.extract_id,
        cases.sheet,
        cases.row_number,
        records.case_id,
        records.rows_with_code,
        cases.status_code,
        -- A case without a receipt date, or with one after the extract was taken, is counted from the day in its code,
        -- else from its first known day.
        coalesce(
            case when cases.received_at > cases.taken_at then null else cast(cases.received_at as date) end,
            codes.code_date,
            cast(least(cases.submitted_at, cases.due_at_original, cases.finished_at, cases.returned_at) as date)
        ) as counted_received_date,
        coalesce(cases.finished_at, cases.returned_at) as ended_at
    from stg_cases as cases
    inner join stg_case_records as records
        on
            cases.extract_id = records.extract_id
            and cases.sheet = records.sheet
            and cases.row_number = records.row_number
    left join stg_case_codes as codes on cases.case_code = codes.case_code
),

-- Status texts that nobody has mapped, and extracts without a status, are told by their dates: a case is never dropped.
staged as (
    select
        records.*,
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
                    cast(records.ended_at as date), coalesce(records.counted_received_date, parameters.window_from)
                )
        end as counted_end_date,
        parameters.window_from,
        parameters.window_to
    from records
    cross join parameters
)

-- An extract is taken after the window's end: what ended in between was still open when the window closed.
select
    extract_id,
    sheet,
    row_number,
    case_id,
    rows_with_code,
    ended_at,
    case
        when stage_in_extract in ('completed', 'withdrawn', 'stopped') and counted_end_date > window_to then 'pending'
        else stage_in_extract
    end as stage,
    coalesce(counted_received_date, window_from) as counted_received_date,
    case
        when
            stage_in_extract in ('completed', 'withdrawn', 'stopped')
            and coalesce(counted_end_date, window_to) <= window_to
            then coalesce(counted_end_date, window_to)
    end as counted_end_date
from staged
where
    coalesce(counted_received_date, window_from) <= window_to
    -- An ended case without an end date cannot be shown to have ended before the window, so it stays.
    and not (
        stage_in_extract in ('completed', 'withdrawn', 'stopped', 'not_accepted')
        and coalesce(counted_end_date, window_from) < window_from
    )
