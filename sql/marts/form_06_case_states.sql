-- One row per case and way of measuring (which end, days or hours) that a convention uses: when it was received, when
-- and how it ended, from which day it was overdue or waiting, so that its state on any day follows from its dates.
with parameters as (
    select * from stg_parameters
),

bases as (
    select distinct basis, end_basis, compare from stg_conventions
),

sectors as (
    select name_text, line_name from stg_line_names where line_of = 'sector'
),

-- Procedures matter only where a unit reports by procedure.
reporting as (
    select distinct unit_code from stg_form_06_lines where line_of = 'procedure'
),

procedures as (
    select distinct name_text, coalesce(procedure_code, name_key) as line_key
    from stg_line_names
    where line_of = 'procedure'
),

named as (
    select
        records.*,
        sectors.line_name as sector_line,
        case when reporting.unit_code is not null then coalesce(records.procedure_code, procedures.line_key) end
            as procedure_line
    from stg_case_records as records
    left join sectors on records.sector = sectors.name_text
    left join reporting on records.unit_code = reporting.unit_code
    left join procedures
        on reporting.unit_code is not null and records.procedure_name = procedures.name_text
    where records.record_id = records.described_by and coalesce(records.status_code, 0) not in (1, 3)
),

known as (
    select
        named.record_id,
        named.case_id,
        named.unit_code,
        named.sector_line as sector,
        named.procedure_line,
        named.source_system not in ('national_portal', 'paper_register') as is_own,
        coalesce(named.channel = 'online', false) as is_online,
        named.status_code,
        named.finished_at,
        named.returned_at,
        named.due_at_original,
        case
            when named.due_original_has_time then named.due_at_original
            else cast(cast(named.due_at_original as date) as timestamp) + interval '86399' second
        end as due_limit_at,
        -- A case without a day of receipt, even in its code, is counted from its first known day.
        coalesce(
            named.received_date,
            cast(least(named.submitted_at, named.due_at_original, named.finished_at, named.returned_at) as date),
            parameters.window_from
        ) as received_date,
        cast(coalesce(named.supplement_requested_at, supplements.first_requested_at) as date) as requested_date,
        cast(coalesce(named.supplement_completed_at, supplements.last_supplemented_at) as date) as completed_date,
        extracts.has_finished_at or extracts.has_cancelled_at as has_finished,
        extracts.has_returned_at as has_returned,
        parameters.window_from,
        parameters.window_to
    from named
    cross join parameters
    inner join stg_case_extracts as extracts on named.extract_number = extracts.extract_number
    left join case_supplement_dates as supplements on named.case_id = supplements.case_id
),

-- An end that the extract has no column for is told by the other one.
measured as (
    select
        known.*,
        bases.basis,
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
            else coalesce(
                greatest(cast(coalesce(ended_at, finished_at, returned_at) as date), received_date), window_to
            )
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
    record_id,
    case_id,
    unit_code,
    sector,
    procedure_line,
    is_own,
    basis,
    received_date,
    case when is_online then 'received_online' else 'received_direct' end as received_as,
    stage_in_window as stage,
    case
        when stage_in_window in ('withdrawn', 'stopped') then stage_in_window
        when is_waiting then 'waiting'
        else 'other'
    end as fate,
    closed_date,
    case
        when closed_date is null then null
        when stage_in_window <> 'completed' then stage_in_window
        when is_late is null then 'undated'
        when is_late then 'late'
        when is_early then 'early'
        else 'on_time'
    end as ended_as,
    due_at_original is null as is_undated,
    -- The first day at whose end the case is past its due date. An open case whose own record says that it was done in
    -- time (rule A5) never is.
    case
        when stage <> 'stopped' and is_late = false then null
        when compare = 'clock' and cast(due_limit_at as time) < time '23:59:59' then cast(due_limit_at as date)
        else cast(cast(due_at_original as date) + interval '1' day as date)
    end as overdue_from,
    -- Since when a case waits is told by its requests; without them its status says so for the end of the window.
    case
        when is_waiting and completed_date is null then coalesce(requested_date, window_to)
        when is_waiting then window_to
        when completed_date is not null then requested_date
    end as waits_from,
    case when is_waiting then null else completed_date end as waits_until,
    ended_at
from staged
where closed_date is null or closed_date >= window_from or stage_in_window = 'stopped'
