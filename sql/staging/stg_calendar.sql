-- One row per day of the years that the holiday list covers; working_day_number counts the working days up to it.
with holidays as (
    select distinct try_cast(holiday_date as date) as calendar_date
    from ref_holidays
    where try_cast(holiday_date as date) is not null
),

days as (
    select
        unnest(
            generate_series(
                date_trunc('year', min(calendar_date)),
                date_trunc('year', max(calendar_date)) + interval 1 year - interval 1 day,
                interval 1 day
            )
        )::date as calendar_date
    from holidays
),

working as (
    select
        days.calendar_date,
        isodow(days.calendar_date) <= 5 and holidays.calendar_date is null as is_working_day
    from days
    left join holidays on days.calendar_date = holidays.calendar_date
)

select
    calendar_date,
    is_working_day,
    sum(is_working_day::integer) over (order by calendar_date)::integer as working_day_number
from working
