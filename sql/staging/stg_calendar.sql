-- One row per day of the years that the holiday list covers; working_day_number counts the working days up to it,
-- weekend_number and holiday_number the days off up to it (a holiday at a weekend is a weekend).
with holidays as (
    select
        try_cast(holiday_date as date) as calendar_date,
        min(nfc_normalize(written(name_vi))) as holiday_name
    from ref_holidays
    where try_cast(holiday_date as date) is not null
    group by all
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
        isodow(days.calendar_date) > 5 as is_weekend,
        isodow(days.calendar_date) <= 5 and holidays.calendar_date is not null as is_weekday_holiday,
        holidays.holiday_name
    from days
    left join holidays on days.calendar_date = holidays.calendar_date
)

select
    calendar_date,
    not is_weekend and not is_weekday_holiday as is_working_day,
    is_weekday_holiday,
    case when is_weekday_holiday then holiday_name end as holiday_name,
    strftime(calendar_date, '%d/%m/%Y') as day_text,
    sum((not is_weekend and not is_weekday_holiday)::integer) over (order by calendar_date)::integer
        as working_day_number,
    sum(is_weekend::integer) over (order by calendar_date)::integer as weekend_number,
    sum(is_weekday_holiday::integer) over (order by calendar_date)::integer as holiday_number,
    -- The day itself where it is a working day, else the next one; null after the last one of the calendar.
    min(case when not is_weekend and not is_weekday_holiday then calendar_date end) over (
        order by calendar_date rows between current row and unbounded following
    ) as open_date,
    min(case when not is_weekend and not is_weekday_holiday then calendar_date end) over (
        order by calendar_date rows between 1 following and unbounded following
    ) as next_open_date
from working
