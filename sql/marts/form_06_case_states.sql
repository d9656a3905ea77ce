-- One row per case and way of measuring (which end, days or hours) that a convention uses: when it was received, when
-- and how it ended, from which day it was overdue or waiting, so that its state on any day follows from its dates.
with parameters as (
    select * from stg_parameters
),

bases as (
    select distinct basis_no, end_basis, compare, due from stg_conventions
),

-- Kept as a table of its own: DuckDB 2.0.0 fails on the joins below when it folds them into one ("dict-surviving
-- join").
known as materialized (
    select
        records.record_id,
        lines.line_no,
        records.source_system not in ('national_portal', 'paper_register') as is_own,
        coalesce(records.channel = 'online', false) as is_online,
        records.counts_as as counts_in_extract,
        records.stage as status_stage,
        records.finished_at,
        records.returned_at,
        records.due_at_original as column_due_at,
        outcomes.compared_due_at,
        outcomes.doubt,
        outcomes.seen_until,
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
    inner join case_outcomes as outcomes on records.record_id = outcomes.record_id
    left join case_supplement_dates as supplements on records.case_id = supplements.case_id
    where records.record_id = records.described_by and coalesce(records.counts_as, '') <> 'not_accepted'
),

-- An end that the extract has no column for is told by the other one.
measured as (
    select
        known.*,
        bases.basis_no,
        bases.compare,
        case bases.due when 'in_force' then compared_due_at else column_due_at end as due_at,
        case bases.due when 'in_force' then doubt end as due_doubt,
        case
            when
                bases.end_basis = 'either' or coalesce(counts_in_extract, '') in ('withdrawn', 'stopped')
                then coalesce(finished_at, returned_at)
            when bases.end_basis = 'finished' and has_finished then finished_at
            when bases.end_basis = 'finished' then coalesce(finished_at, returned_at)
            when has_returned then returned_at
            else coalesce(returned_at, finished_at)
        end as ended_at,
        case
            when counts_in_extract in ('withdrawn', 'stopped') then counts_in_extract
            when counts_in_extract = 'pending' then 'open'
            -- Counted to the handover, what is finished and lies at the desk is still open.
            when
                bases.end_basis = 'returned' and has_returned and returned_at is null
                and coalesce(status_stage, 'finished') = 'finished'
                then 'open'
            when counts_in_extract = 'completed' or coalesce(finished_at, returned_at) is not null then 'completed'
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
        days_told_late(ended_at, due_at, compare, due_doubt) > 0 as is_late,
        is_early(ended_at, due_at, compare) as is_early
    from measured
    where received_date <= window_to
),

staged as (
    select
        closed.*,
        case when known_end_date <= window_to then stage else 'open' end as stage_in_window,
        case when known_end_date <= window_to then known_end_date end as closed_date,
        stage = 'open' and coalesce(status_stage, '') = 'waiting' as is_waiting
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
    staged.due_at is null
    or (
        staged.due_doubt is not null
        and days_told_late(
            coalesce(staged.ended_at, staged.seen_until), staged.due_at, staged.compare, staged.due_doubt
        )
        is null
    ) as is_undated,
    -- The first day at whose end the case is past its due date. An open case whose own record says that it was done in
    -- time (rule A5) never is, nor one that was last seen before it.
    case
        when staged.stage <> 'stopped' and staged.is_late = false then null
        when staged.closed_date is null and is_late(staged.seen_until, staged.due_at, staged.compare) = false then null
        else overdue_from(staged.due_at, staged.compare)
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
