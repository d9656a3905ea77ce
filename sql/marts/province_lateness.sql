-- One row: the province, the sums of its units' counts and the rates of those sums; how late the late were over all
-- cases.
with units as (
    select * from unit_lateness
),

-- How late the cases were cannot be summed over units.
late_cases as (
    select
        percentile_cont(0.5) within group (order by case when outcome = 'late' then days_late end) as median_days_late,
        percentile_cont(0.9) within group (order by case when outcome = 'late' then days_late end) as p90_days_late
    from cases
),

summed as (
    select
        count(case when unit_code <> 'UNRESOLVED' then 1 end) as units,
        cast(coalesce(sum(carried_over), 0) as bigint) as carried_over,
        cast(coalesce(sum(received), 0) as bigint) as received,
        cast(coalesce(sum(received_online), 0) as bigint) as received_online,
        cast(coalesce(sum(completed), 0) as bigint) as completed,
        cast(coalesce(sum(completed_early), 0) as bigint) as completed_early,
        cast(coalesce(sum(completed_on_time), 0) as bigint) as completed_on_time,
        cast(coalesce(sum(completed_late), 0) as bigint) as completed_late,
        cast(coalesce(sum(completed_undated), 0) as bigint) as completed_undated,
        cast(coalesce(sum(pending), 0) as bigint) as pending,
        cast(coalesce(sum(pending_in_time), 0) as bigint) as pending_in_time,
        cast(coalesce(sum(pending_overdue), 0) as bigint) as pending_overdue,
        cast(coalesce(sum(pending_undated), 0) as bigint) as pending_undated,
        cast(coalesce(sum(pending_waiting), 0) as bigint) as pending_waiting,
        cast(coalesce(sum(pending_overdue_waiting), 0) as bigint) as pending_overdue_waiting,
        cast(coalesce(sum(withdrawn), 0) as bigint) as withdrawn,
        cast(coalesce(sum(stopped), 0) as bigint) as stopped,
        cast(coalesce(sum(not_accepted), 0) as bigint) as not_accepted,
        cast(coalesce(sum(late_first_promise), 0) as bigint) as late_first_promise,
        cast(coalesce(sum(late_moved), 0) as bigint) as late_moved,
        count(case when coverage = 'covered' then 1 end) as units_covered,
        min(last_seen_date) as earliest_last_seen_date
    from units
)

select
    units,
    units_covered,
    earliest_last_seen_date,
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
    late_share(completed_late, completed, completed_undated) as late_rate,
    overdue_share(completed_late, pending_overdue, completed, completed_undated) as overdue_rate,
    late_share_of_vendor(completed_late, completed, withdrawn) as late_rate_vendor,
    overdue_share(completed_late, pending_overdue - pending_overdue_waiting, completed, completed_undated)
        as overdue_rate_without_waiting,
    late_cases.median_days_late,
    late_cases.p90_days_late
from summed
cross join late_cases
