-- One row per case and system that knows it: how the case stands against its original due date by that system's record.
with parameters as (
    select * from stg_parameters
),

calendar as (
    select * from stg_calendar
),

-- Lateness is measured at the end of processing, for an open case at the end of the window.
measured as (
    select
        scope.*,
        parameters.grain,
        case
            when scope.stage = 'pending'
                then least(coalesce(scope.ended_at, parameters.cut_off_at), parameters.cut_off_at)
            when scope.stage = 'completed' then scope.ended_at
        end as measured_at,
        case
            when scope.due_original_has_time then scope.due_at_original
            else cast(cast(scope.due_at_original as date) as timestamp) + interval '86399' second
        end as due_limit_at
    from case_scope as scope
    cross join parameters
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
)

select
    compared.record_id,
    compared.described_by,
    compared.is_in_scope,
    compared.stage,
    case
        when stage = 'completed' and is_late is null then 'undated'
        when stage = 'completed' and is_late then 'late'
        when stage = 'completed' and is_early then 'early'
        when stage = 'completed' then 'on_time'
        when stage = 'pending' and is_late is null then 'pending_undated'
        when stage = 'pending' and is_late then 'pending_overdue'
        when stage = 'pending' then 'pending_in_time'
        else stage
    end as outcome,
    case
        when is_late is null then null
        when not is_late then 0
        when cast(measured_at as date) = cast(due_at_original as date) then 1
        else datediff('day', cast(due_at_original as date), cast(measured_at as date))
    end as days_late,
    case
        when not is_late then 0
        when is_late then end_day.working_day_number - due_day.working_day_number
    end as working_days_late,
    compared.ended_at,
    compared.measured_at,
    compared.due_limit_at,
    compared.counted_received_date,
    compared.counted_end_date
from compared
left join calendar as due_day on cast(compared.due_at_original as date) = due_day.calendar_date
left join calendar as end_day on cast(compared.measured_at as date) = end_day.calendar_date
