-- One row per case in the window's scope, with what became of it, how late it was, and its slip of apology.
with parameters as (
    select * from stg_parameters
),

calendar as (
    select * from stg_calendar
),

scoped as (
    select
        cases.*,
        scope.case_id,
        scope.rows_with_code,
        scope.ended_at,
        scope.stage,
        scope.counted_received_date,
        scope.counted_end_date,
        parameters.window_from,
        parameters.cut_off_at,
        parameters.grain
    from case_scope as scope
    inner join stg_cases as cases
        on
            scope.extract_id = cases.extract_id
            and scope.sheet = cases.sheet
            and scope.row_number = cases.row_number
    cross join parameters
),

-- Lateness is measured at the end of processing, for an open case at the end of the window.
measured as (
    select
        scoped.*,
        case
            when stage = 'pending' then least(coalesce(ended_at, cut_off_at), cut_off_at)
            when stage = 'completed' then ended_at
        end as measured_at,
        case
            when due_original_has_time then due_at_original
            else cast(cast(due_at_original as date) as timestamp) + interval '86399' second
        end as due_limit_at
    from scoped
),

compared as (
    select
        measured.*,
        case
            when measured_at is null or due_at_original is null then null
            when grain = 'clock' then measured_at > due_limit_at
            else cast(measured_at as date) > cast(due_at_original as date)
        end as is_late,
        -- An end known by its day only cannot be shown to have come before an hour of that day.
        case
            when grain = 'clock' and cast(measured_at as time) <> time '00:00:00' then measured_at < due_limit_at
            else cast(measured_at as date) < cast(due_at_original as date)
        end as is_early
    from measured
),

judged as (
    select
        compared.*,
        case
            when stage = 'completed' and is_late is null then 'undated'
            when stage = 'completed' and is_late then 'late'
            when stage = 'completed' and is_early then 'early'
            when stage = 'completed' then 'on_time'
            when stage = 'pending' and is_late is null then 'pending_undated'
            when stage = 'pending' and is_late then 'pending_overdue'
            when stage = 'pending' then 'pending_in_time'
            else stage
        end as outcome
    from compared
),

days as (
    select
        judged.*,
        case
            when is_late is null then null
            when not is_late then 0
            when cast(measured_at as date) = cast(due_at_original as date) then 1
            else datediff('day', cast(due_at_original as date), cast(measured_at as date))
        end as days_late,
        case
            when not is_late then 0
            when is_late then end_day.working_day_number - due_day.working_day_number
        end as working_days_late
    from judged
    left join calendar as due_day on cast(judged.due_at_original as date) = due_day.calendar_date
    left join calendar as end_day on cast(judged.measured_at as date) = end_day.calendar_date
),

-- NĐ 61/2018 Đ19(9): a slip no later than one calendar day before the due date, with the reason and the new date, once.
slipped as (
    select
        days.*,
        inputs.has_slip_list,
        slips.slips,
        slips.new_due_dates,
        slips.last_new_due_date,
        slips.slip_date,
        slips.new_due_date,
        datediff('day', slips.slip_date, cast(days.due_at_original as date)) as slip_lead_days,
        case
            when days.outcome not in ('late', 'pending_overdue') then 'not_required'
            when not inputs.has_slip_list then 'not_assessable'
            when slips.case_code is null then 'missing'
            when slips.slip_date is null then 'not_assessable'
            when datediff('day', slips.slip_date, cast(days.due_at_original as date)) < parameters.apology_lead_days
                then 'late'
            when not coalesce(slips.has_reason, true) then 'no_reason'
            when not slips.has_new_date then 'no_new_date'
            when slips.new_due_dates > parameters.reappointments then 'repeated'
            else 'ok'
        end as apology_status
    from days
    cross join parameters
    left join stg_unit_inputs as inputs on days.unit_code = inputs.unit_code
    left join case_slips as slips on days.case_code = slips.case_code
)

select
    slipped.case_id,
    slipped.case_code,
    slipped.source_system,
    slipped.extract_id,
    slipped.sheet,
    slipped.row_number,
    slipped.unit_code,
    units.unit_name,
    units.unit_level,
    units.unit_type,
    slipped.unit_as_written,
    slipped.procedure_code,
    slipped.procedure_name,
    slipped.sector,
    slipped.service_level,
    slipped.channel,
    slipped.submitted_at,
    slipped.received_at,
    slipped.due_at_original,
    slipped.due_at,
    slipped.due_moves,
    slipped.supplement_requested_at,
    slipped.supplement_completed_at,
    slipped.finished_at,
    slipped.returned_at,
    slipped.taken_at,
    slipped.status_code,
    slipped.status_as_written,
    slipped.outcome,
    coalesce(slipped.stage = 'pending' and slipped.status_code in (5, 6), false) as is_waiting,
    slipped.days_late,
    slipped.working_days_late,
    slipped.apology_status,
    slipped.slip_date,
    slipped.new_due_date,
    slipped.last_new_due_date,
    slipped.slip_lead_days,
    coalesce(slipped.slips, 0) as slips,
    coalesce(slipped.new_due_dates, 0) as new_due_dates,
    slipped.ended_at,
    slipped.measured_at,
    slipped.due_limit_at,
    slipped.counted_received_date,
    slipped.counted_end_date,
    slipped.counted_received_date < slipped.window_from as is_carried_over,
    slipped.rows_with_code
from slipped
left join stg_units as units on slipped.unit_code = units.unit_code
