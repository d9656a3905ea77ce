-- One row per completed case with a day of its end, with what the signals D1-D7 look at. Days are working days of the
-- calendar; an end without an hour stands at midnight.
with parameters as (
    select * from stg_parameters
),

calendar as (
    select * from stg_calendar
),

ended as (
    select
        cases.case_id,
        cases.unit_code,
        cases.unit_type,
        cases.finished_at,
        cases.finished_at::date as end_date,
        has_hour(cases.finished_at) as has_time,
        date_trunc('minute', cases.finished_at) as end_minute,
        (hour(cases.finished_at) * 60 + minute(cases.finished_at))::integer as minute_of_day,
        cases.received_at::date as received_date,
        coalesce(cases.due_in_force_at, cases.due_at_original)::date as due_date,
        cases.outcome = 'late' as is_late
    from cases
    where
        cases.outcome in ('early', 'on_time', 'late', 'undated')
        and cases.finished_at is not null
        and cases.unit_type is not null
)

select
    ended.case_id,
    ended.unit_code,
    ended.unit_type,
    ended.finished_at,
    ended.end_date,
    ended.has_time,
    ended.end_minute,
    ended.minute_of_day,
    ended.is_late,
    ended.end_date = ended.due_date as is_on_due_date,
    due_day.working_day_number - received_day.working_day_number as promised_working_days,
    end_day.working_day_number - received_day.working_day_number as used_working_days,
    due_day.working_day_number - end_day.working_day_number as working_days_before_due,
    -- D2P: the last days of months, and those before a report quarter begins
    ended.end_date > last_day(ended.end_date) - parameters.period_end_days::integer
    or (
        month(ended.end_date) % 3 = 0
        and day(ended.end_date) between parameters.quarter_first_day - parameters.period_end_days
        and parameters.quarter_first_day - 1
    ) as is_period_end,
    -- D5
    not end_day.is_working_day
    or (
        ended.has_time
        and (
            hour(ended.finished_at) + minute(ended.finished_at) / 60.0 >= parameters.night_from_hour
            or hour(ended.finished_at) + minute(ended.finished_at) / 60.0 < parameters.night_to_hour
        )
    ) as is_off_hours
from ended
cross join parameters
left join calendar as received_day on ended.received_date = received_day.calendar_date
left join calendar as due_day on ended.due_date = due_day.calendar_date
left join calendar as end_day on ended.end_date = end_day.calendar_date
