-- One row per unit and month of the window: flows within the month, stocks as they stood at the month's end.
with months as (
    select month_start, month_end, is_last from stg_months
),

cases as (
    select cases.*, coalesce(cases.counted_end_date, date '9999-12-31') as open_until
    from cases
    where cases.outcome <> 'not_accepted'
),

units as (
    select distinct unit_code, unit_name, unit_level, unit_type from cases
),

-- Overdue at a month's end is what was past its due date by then.
open_then as (
    select
        cases.unit_code,
        months.month_start,
        case
            when cases.is_due_unknown then 'undated'
            when months.month_end >= cases.overdue_from then 'overdue'
            else 'in_time'
        end as state,
        cases.is_waiting
    from months
    inner join cases
        on
            months.month_end >= cases.counted_received_date
            and months.month_end < cases.open_until
),

stocks as (
    select
        unit_code,
        month_start,
        count(*) as pending,
        count(case when state = 'in_time' then 1 end) as pending_in_time,
        count(case when state = 'overdue' then 1 end) as pending_overdue,
        count(case when state = 'undated' then 1 end) as pending_undated,
        count(case when is_waiting then 1 end) as pending_waiting
    from open_then
    group by unit_code, month_start
),

before as (
    select cases.unit_code, months.month_start, count(*) as carried_over
    from months
    inner join cases
        on
            months.month_start > cases.counted_received_date
            and months.month_start <= cases.open_until
    group by cases.unit_code, months.month_start
),

arrivals as (
    select
        cases.unit_code,
        months.month_start,
        count(*) as received,
        count(case when cases.channel = 'online' then 1 end) as received_online
    from months
    inner join cases on cases.counted_received_date between months.month_start and months.month_end
    group by cases.unit_code, months.month_start
),

endings as (
    select
        cases.unit_code,
        months.month_start,
        count(case when outcome in ('early', 'on_time', 'late', 'undated') then 1 end) as completed,
        count(case when outcome = 'early' then 1 end) as completed_early,
        count(case when outcome = 'on_time' then 1 end) as completed_on_time,
        count(case when outcome = 'late' then 1 end) as completed_late,
        count(case when outcome = 'undated' then 1 end) as completed_undated,
        count(case when outcome = 'withdrawn' then 1 end) as withdrawn,
        count(case when outcome = 'stopped' then 1 end) as stopped,
        percentile_cont(0.5) within group (order by case when outcome = 'late' then days_late end) as median_days_late,
        percentile_cont(0.9) within group (order by case when outcome = 'late' then days_late end) as p90_days_late
    from months
    inner join cases on cases.counted_end_date between months.month_start and months.month_end
    group by cases.unit_code, months.month_start
),

counted as (
    select
        units.unit_code,
        units.unit_name,
        units.unit_level,
        units.unit_type,
        months.month_start,
        months.month_end,
        coalesce(before.carried_over, 0) as carried_over,
        coalesce(arrivals.received, 0) as received,
        coalesce(arrivals.received_online, 0) as received_online,
        coalesce(endings.completed, 0) as completed,
        coalesce(endings.completed_early, 0) as completed_early,
        coalesce(endings.completed_on_time, 0) as completed_on_time,
        coalesce(endings.completed_late, 0) as completed_late,
        coalesce(endings.completed_undated, 0) as completed_undated,
        coalesce(stocks.pending, 0) as pending,
        coalesce(stocks.pending_in_time, 0) as pending_in_time,
        coalesce(stocks.pending_overdue, 0) as pending_overdue,
        coalesce(stocks.pending_undated, 0) as pending_undated,
        -- Which cases were waiting is known for the window's end only.
        case when months.is_last then coalesce(stocks.pending_waiting, 0) end as pending_waiting,
        coalesce(endings.withdrawn, 0) as withdrawn,
        coalesce(endings.stopped, 0) as stopped,
        endings.median_days_late,
        endings.p90_days_late
    from units
    cross join months
    left join before on units.unit_code = before.unit_code and months.month_start = before.month_start
    left join arrivals on units.unit_code = arrivals.unit_code and months.month_start = arrivals.month_start
    left join endings on units.unit_code = endings.unit_code and months.month_start = endings.month_start
    left join stocks on units.unit_code = stocks.unit_code and months.month_start = stocks.month_start
)

select
    counted.unit_code,
    counted.unit_name,
    counted.unit_level,
    counted.unit_type,
    counted.month_start,
    coverage.coverage,
    carried_over,
    received,
    received_online,
    completed,
    completed_early,
    completed_on_time,
    completed_late,
    completed_undated,
    pending,
    pending_in_time,
    pending_overdue,
    pending_undated,
    pending_waiting,
    withdrawn,
    stopped,
    -- Of a month that no extract covers nothing can be said.
    case
        when coverage.coverage <> 'not' or coverage.coverage is null
            then late_share(completed_late, completed, completed_undated)
    end as late_rate,
    case
        when coverage.coverage <> 'not' or coverage.coverage is null
            then overdue_share(completed_late, pending_overdue, completed, completed_undated)
    end as overdue_rate,
    median_days_late,
    p90_days_late
from counted
left join unit_coverage as coverage
    on counted.unit_code = coverage.unit_code and counted.month_start = coverage.month_start
