-- One row per unit and period with steps whose standing is known: the steps ended in it, those open past their norm at
-- its end, and their points for index 2 of TT 01/2018 Đ14: 2 before its norm, 1 by it, 0 after it.
with steps as (
    select
        unit_code,
        step_outcome,
        cast(ended_at as date) as end_date,
        case when step_outcome in ('late', 'pending_overdue') then overdue_from(norm_end_at, grain) end as overdue_from
    from case_step_times
    where
        case_id is not null
        and is_in_scope
        and step_outcome in ('early', 'on_time', 'late', 'pending_overdue')
)

select
    steps.unit_code,
    periods.period_id,
    count(*) as steps,
    2 * count(case when steps.step_outcome = 'early' then 1 end)
    + count(case when steps.step_outcome = 'on_time' then 1 end) as step_points
from steps
inner join stg_evaluation_periods as periods
    on
        (steps.step_outcome <> 'pending_overdue' and steps.end_date between periods.period_from and periods.period_to)
        or (
            steps.overdue_from <= periods.period_to
            and coalesce(steps.end_date, date '9999-12-31') > periods.period_to
        )
group by steps.unit_code, periods.period_id
