-- One row per day of the window and the day before it: how many ends of recounted periods (and days before their
-- beginnings) lie before it. Between two of these nothing changes, so that cases need not be counted day by day.
with days as (
    select unnest(generate_series(window_from - 1, window_to, interval 1 day))::date as calendar_date
    from stg_parameters
),

bounds as (
    select period_from - 1 as bound_date from stg_report_periods
    union
    select period_to from stg_report_periods
)

select
    days.calendar_date,
    bounds.bound_date is not null as is_bound,
    (
        count(bounds.bound_date) over (order by days.calendar_date rows between unbounded preceding and 1 preceding)
    )::integer
        as bounds_before
from days
left join bounds on days.calendar_date = bounds.bound_date
