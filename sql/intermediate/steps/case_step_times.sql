-- One row per step of a case: how long it took, in hours of the clock and of the desk and in working days, and how it
-- stands to its norm, or where the list tells no norm to what the slip says of it. A step that ended after the window
-- was open when the window closed; one left open of a case that has ended is not judged.
with parameters as (
    select * from stg_parameters
),

calendar as (
    select * from stg_calendar
),

measured as (
    select
        steps.*,
        parameters.grain,
        parameters.cut_off_at,
        parameters.desk_opens_hour,
        parameters.desk_noon_hour,
        parameters.desk_afternoon_hour,
        parameters.desk_closes_hour,
        steps.ended_at <= parameters.cut_off_at as is_ended,
        case
            when steps.ended_at is not null then least(steps.ended_at, parameters.cut_off_at)
            when steps.counts_as = 'pending' and steps.started_at is not null then steps.seen_until
        end as measured_at
    from case_step_order as steps
    cross join parameters
),

-- The time for which a step held the case beyond its norm counts from when it had the case: what came to it late
-- already is not its own delay.
compared as (
    select
        *,
        case
            when norm_end_at is not null then is_late(measured_at, norm_end_at, grain)
            when is_ended then result_told = 'late'
        end as is_late,
        case
            when norm_end_at is not null then is_early(measured_at, norm_end_at, grain)
            else result_told = 'early'
        end as is_early,
        greatest(due_until(norm_end_at), started_at) as held_over_from
    from measured
),

hours as (
    select
        compared.*,
        end_day.working_day_number - start_day.working_day_number as working_days,
        case
            when has_hour(compared.started_at) and has_hour(compared.ended_at)
                then epoch(compared.ended_at - compared.started_at) / 3600.0
        end as hours,
        case
            when has_hour(compared.started_at) and has_hour(compared.ended_at)
                then desk_hours_until(
                    end_day.working_day_number, end_day.is_working_day, compared.ended_at,
                    desk_opens_hour, desk_noon_hour, desk_afternoon_hour, desk_closes_hour
                )
                - desk_hours_until(
                    start_day.working_day_number, start_day.is_working_day, compared.started_at,
                    desk_opens_hour, desk_noon_hour, desk_afternoon_hour, desk_closes_hour
                )
        end as working_hours,
        case
            when compared.is_late and compared.norm_end_at is not null
                then desk_hours_until(
                    measured_day.working_day_number, measured_day.is_working_day, due_until(compared.measured_at),
                    desk_opens_hour, desk_noon_hour, desk_afternoon_hour, desk_closes_hour
                )
                - desk_hours_until(
                    over_day.working_day_number, over_day.is_working_day, compared.held_over_from,
                    desk_opens_hour, desk_noon_hour, desk_afternoon_hour, desk_closes_hour
                )
        end as own_overrun_hours
    from compared
    left join calendar as start_day on cast(compared.started_at as date) = start_day.calendar_date
    left join calendar as end_day on cast(compared.ended_at as date) = end_day.calendar_date
    left join calendar as measured_day on cast(compared.measured_at as date) = measured_day.calendar_date
    left join calendar as over_day on cast(compared.held_over_from as date) = over_day.calendar_date
)

select
    * exclude ( -- noqa: AM04
        cut_off_at, desk_opens_hour, desk_noon_hour, desk_afternoon_hour, desk_closes_hour, held_over_from,
        hours, working_hours, working_days, own_overrun_hours
    ),
    case
        when is_late is null and is_ended then 'undated'
        when is_late is null then 'pending_undated'
        when is_ended and is_late then 'late'
        when is_ended and is_early then 'early'
        when is_ended then 'on_time'
        when is_late then 'pending_overdue'
        else 'pending_in_time'
    end as step_outcome,
    case when is_late is null then null when norm_end_at is not null then 'norm' else 'slip' end as outcome_basis,
    days_late(measured_at, norm_end_at, grain) as days_late,
    -- An end before the beginning is no time.
    case when is_ended and hours >= 0 then hours end as hours,
    case when is_ended and hours >= 0 then working_hours end as working_hours,
    case when is_ended and working_days >= 0 then cast(working_days as integer) end as working_days,
    own_overrun_hours
from hours
