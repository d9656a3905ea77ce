-- One row per unit with cases and period: the cases completed in it with their points, and the cases still open at its
-- end although their time by law had run out.
with ended as (
    select
        days.unit_code,
        periods.period_id,
        cast(sum(days.completed) as bigint) as completed,
        cast(sum(days.time_cases) as bigint) as time_cases,
        cast(sum(days.time_points) as bigint) as time_points,
        cast(sum(days.contact_points) as bigint) as contact_points,
        cast(sum(days.attitude_cases) as bigint) as attitude_cases,
        cast(sum(days.attitude_points) as bigint) as attitude_points,
        cast(sum(days.late_cases) as bigint) as late_cases
    from unit_end_days as days
    inner join stg_evaluation_periods as periods
        on days.counted_end_date between periods.period_from and periods.period_to
    group by days.unit_code, periods.period_id
),

open_late as (
    select days.unit_code, periods.period_id, cast(sum(days.cases) as bigint) as open_late
    from unit_end_days as days
    inner join stg_evaluation_periods as periods
        on
            days.overrun_date < periods.period_to
            and coalesce(days.counted_end_date, date '9999-12-31') > periods.period_to
    group by days.unit_code, periods.period_id
)

select
    online.unit_code,
    online.period_id,
    online.period_from,
    online.period_to,
    coalesce(ended.completed, 0) as completed,
    coalesce(ended.time_cases, 0) as time_cases,
    coalesce(ended.time_points, 0) as time_points,
    coalesce(open_late.open_late, 0) as open_late,
    coalesce(ended.contact_points, 0) as contact_points,
    coalesce(ended.attitude_cases, 0) as attitude_cases,
    coalesce(ended.attitude_points, 0) as attitude_points,
    coalesce(ended.late_cases, 0) as late_cases
from unit_period_online as online
left join ended on online.unit_code = ended.unit_code and online.period_id = ended.period_id
left join open_late on online.unit_code = open_late.unit_code and online.period_id = open_late.period_id
