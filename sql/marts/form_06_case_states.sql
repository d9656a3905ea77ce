-- One row per case and way of measuring (which end, days or hours) that a convention uses: when it was received, when
-- and how it ended, from which day it was overdue or waiting, so that its state on any day follows from its dates.
with parameters as (
    select * from stg_parameters
),

bases as (
    select distinct basis_no, end_basis, compare from stg_conventions
),

known as (
    select
        records.record_id,
        lines.line_no,
        records.source_system not in ('national_portal', 'paper_register') as is_own,
        coalesce(records.channel = 'online', false) as is_online,
        records.status_code,
        records.finished_at,
        records.returned_at,
        records.due_at_original,
        case
            when records.due_original_has_time then records.due_at_original
            else cast(cast(records.due_at_original as date) as timestamp) + interval '86399' second
        end as due_limit_at,
        -- A case without a day of receipt, even in its code, is counted from its first known day.
        coalesce(
            records.received_date,
            cast(
                least(records.submitted_at, records.due_at_original, records.finished_at, records.returned_at) as date
            ),
            parameters.window_from
        ) as received_date,
        cast(coalesce(records.supplement_requested_at, supplements.first_requested_at) as date) as requested_date,
        cast(coalesce(records.supplement_completed_at, supplements.last_supplemented_at) as date) as completed_date,
        extracts.has_finished_at or extracts.has_cancelled_at as has_finished,
        extracts.has_returned_at as has_returned,
        parameters.window_from,
        parameters.window_to
    from stg_case_records as records
    cross join parameters
    inner join stg_case_lines as lines on records.record_id = lines.record_id
    inner join stg_case_extracts as extracts on records.extract_number = extracts.extract_number
    left join case_supplement_dates as supplements on records.case_id = supplements.case_id
    where records.record_id = records.described_by and coalesce(records.status_code, 0) not in (1, 3)
),

-- An end that the extract has no column for is told by the other one.
measured as (
    select
        known.*,
        bases.basis_no,
        bases.compare,
        case
            when
                bases.end_basis = 'either' or coalesce(status_code, 0) in (7, 8)
                then coalesce(finished_at, returned_at)
            when bases.end_basis = 'finished' and has_finished then finished_at
            when bases.end_basis = 'finished' then coalesce(finished_at, returned_at)
            when has_returned then returned_at
            else coalesce(returned_at, finished_at)
        end as ended_at,
        case
            when status_code = 7 then 'withdrawn'
            when status_code = 8 then 'stopped'
            when status_code in (2, 4, 5, 6) then 'open'
            -- Counted to the handover, what is finished and lies at the desk is still open.
            when
                bases.end_basis = 'returned' and has_returned and returned_at is null
                and coalesce(status_code, 9) = 9
                then 'open'
            when status_code in (9, 10) or coalesce(finished_at, returned_at) is not null then 'completed'
            else 'open'
        end as stage
    from known
    cross join bases
),

-- An end before the receipt (rule A2) ends the case on the day it was received; what ended after the window was open
-- when it closed; what ended nobody knows when, had ended when it closed.
closed as (
    select
        measured.*,
        case
            when stage = 'open' then null
            when coalesce(ended_at, finished_at, returned_at) is null then window_to
            else greatest(cast(coalesce(ended_at, finished_at, returned_at) as date), received_date)
        end as known_end_date,
        case
            when compare = 'clock' then ended_at > due_limit_at
            else cast(ended_at as date) > cast(due_at_original as date)
        end as is_late,
        -- An end known by its day only cannot be shown to have come before an hour of that day.
        case
            when compare = 'clock' and cast(ended_at as time) <> time '00:00:00' then ended_at < due_limit_at
            else cast(ended_at as date) < cast(due_at_original as date)
        end as is_early
    from measured
    where received_date <= window_to
),

staged as (
    select
        closed.*,
        case when known_end_date <= window_to then stage else 'open' end as stage_in_window,
        case when known_end_date <= window_to then known_end_date end as closed_date,
        stage = 'open' and coalesce(status_code, 0) in (5, 6) as is_waiting
    from closed
)

select
    staged.record_id,
    staged.line_no,
    staged.basis_no,
    staged.is_own,
    staged.is_online,
    staged.received_date,
    staged.closed_date,
    -- Before which end of a recounted period that was; 0 is before the window.
    coalesce(received_days.bounds_before, 0) as received_segment,
    closed_days.bounds_before as closed_segment,
    staged.stage_in_window as stage,
    case
        when staged.stage_in_window in ('withdrawn', 'stopped') then staged.stage_in_window
        when staged.is_waiting then 'waiting'
        else 'other'
    end as fate,
    case
        when staged.closed_date is null then null
        when staged.stage_in_window <> 'completed' then staged.stage_in_window
        when staged.is_late is null then 'undated'
        when staged.is_late then 'late'
        when staged.is_early then 'early'
        else 'on_time'
    end as ended_as,
    staged.due_at_original is null as is_undated,
    -- The first day at whose end the case is past its due date. An open case whose own record says that it was done in
    -- time (rule A5) never is.
    case
        when staged.stage <> 'stopped' and staged.is_late = false then null
        when staged.compare = 'clock' and cast(staged.due_limit_at as time) < time '23:59:59'
            then cast(staged.due_limit_at as date)
        else cast(cast(staged.due_at_original as date) + interval '1' day as date)
    end as overdue_from,
    -- Since when a case waits is told by its requests; without them its status says so for the end of the window.
    case
        when staged.is_waiting and staged.completed_date is null then coalesce(staged.requested_date, staged.window_to)
        when staged.is_waiting then staged.window_to
        when staged.completed_date is not null then staged.requested_date
    end as waits_from,
    case when staged.is_waiting then null else staged.completed_date end as waits_until,
    staged.ended_at
from staged
left join stg_report_days as received_days on staged.received_date = received_days.calendar_date
left join stg_report_days as closed_days on staged.closed_date = closed_days.calendar_date
where
    staged.closed_date is null
    or staged.closed_date >= staged.window_from
    or staged.stage_in_window = 'stopped'
