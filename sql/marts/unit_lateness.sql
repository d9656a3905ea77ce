-- One row per unit with cases in the window's scope: counts, rates with their denominators, and how late the late were.
with cases as (
    select * from cases
),

counted as (
    select
        unit_code,
        unit_name,
        unit_level,
        unit_type,
        count(case when outcome <> 'not_accepted' and is_carried_over then 1 end) as carried_over,
        count(case when outcome <> 'not_accepted' and not is_carried_over then 1 end) as received,
        count(case when outcome <> 'not_accepted' and not is_carried_over and channel = 'online' then 1 end)
            as received_online,
        count(case when outcome in ('early', 'on_time', 'late', 'undated') then 1 end) as completed,
        count(case when outcome = 'early' then 1 end) as completed_early,
        count(case when outcome = 'on_time' then 1 end) as completed_on_time,
        count(case when outcome = 'late' then 1 end) as completed_late,
        count(case when outcome = 'undated' then 1 end) as completed_undated,
        count(case when outcome in ('pending_in_time', 'pending_overdue', 'pending_undated') then 1 end) as pending,
        count(case when outcome = 'pending_in_time' then 1 end) as pending_in_time,
        count(case when outcome = 'pending_overdue' then 1 end) as pending_overdue,
        count(case when outcome = 'pending_undated' then 1 end) as pending_undated,
        count(case when outcome = 'pending_overdue' and is_waiting then 1 end) as pending_overdue_waiting,
        count(case when is_waiting then 1 end) as pending_waiting,
        count(case when outcome in ('early', 'on_time', 'late') and is_late_first_promise then 1 end)
            as late_first_promise,
        count(case when outcome in ('early', 'on_time', 'late') and is_late_moved then 1 end) as late_moved,
        count(case when outcome = 'withdrawn' then 1 end) as withdrawn,
        count(case when outcome = 'stopped' then 1 end) as stopped,
        count(case when outcome = 'not_accepted' then 1 end) as not_accepted,
        percentile_cont(0.5) within group (order by case when outcome = 'late' then days_late end) as median_days_late,
        percentile_cont(0.9) within group (order by case when outcome = 'late' then days_late end) as p90_days_late
    from cases
    group by unit_code, unit_name, unit_level, unit_type
),

-- Of which months the extracts tell, and until when: a rate speaks for no more.
coverage as (
    select
        unit_code,
        count(*) as window_months,
        count(case when coverage = 'covered' then 1 end) as covered_months,
        count(case when coverage = 'not' then 1 end) as uncovered_months,
        cast(max(as_of) as date) as last_seen_date
    from unit_coverage
    group by unit_code
),

-- Of the extracts that cannot tell of requests for papers: some of their late cases may be lawful.
untold as (
    select
        cases.unit_code,
        count(case when cases.outcome = 'late' and dates.restart_standing = 'not_told' then 1 end)
            as late_supplements_unknown
    from cases
    inner join case_due_dates as dates on cases.record_id = dates.record_id
    group by cases.unit_code
)

select
    counted.unit_code,
    unit_name,
    unit_level,
    unit_type,
    plan.plan_number,
    plan.plan_quarters,
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
    pending_overdue_waiting,
    withdrawn,
    stopped,
    not_accepted,
    late_first_promise,
    late_moved,
    untold.late_supplements_unknown,
    coverage.window_months,
    coverage.covered_months,
    case
        when coverage.covered_months = coverage.window_months then 'covered'
        when coverage.uncovered_months = coverage.window_months then 'not'
        else 'partly'
    end as coverage,
    coverage.last_seen_date,
    late_share(completed_late, completed, completed_undated) as late_rate,
    overdue_share(completed_late, pending_overdue, completed, completed_undated) as overdue_rate,
    -- Some software counts withdrawn and undated cases as completed on time, and leaves waiting ones out: both ways.
    late_share_of_vendor(completed_late, completed, withdrawn) as late_rate_vendor,
    overdue_share(completed_late, pending_overdue - pending_overdue_waiting, completed, completed_undated)
        as overdue_rate_without_waiting,
    median_days_late,
    p90_days_late
from counted
left join stg_inspection_plan as plan on counted.unit_code = plan.unit_code
left join coverage on counted.unit_code = coverage.unit_code
left join untold on counted.unit_code = untold.unit_code
