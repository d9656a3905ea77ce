-- One row: the province below its units, the sums of their counts and the rates of those sums.
with lateness as (
    select
        sum(carried_over) as carried_over,
        sum(received) as received,
        sum(received_online) as received_online,
        sum(completed) as completed,
        sum(completed_early) as completed_early,
        sum(completed_on_time) as completed_on_time,
        sum(completed_late) as completed_late,
        sum(completed_undated) as completed_undated,
        sum(pending) as pending,
        sum(pending_in_time) as pending_in_time,
        sum(pending_overdue) as pending_overdue,
        sum(pending_undated) as pending_undated,
        sum(pending_waiting) as pending_waiting,
        sum(withdrawn) as withdrawn,
        sum(stopped) as stopped,
        sum(not_accepted) as not_accepted
    from unit_lateness
),

-- How late the cases were cannot be summed over units.
late_cases as (
    select
        percentile_cont(0.5) within group (order by case when outcome = 'late' then days_late end) as median_days_late,
        percentile_cont(0.9) within group (order by case when outcome = 'late' then days_late end) as p90_days_late,
        count(*) filter (where outcome = 'pending_overdue' and is_waiting) as overdue_waiting
    from cases
),

slips as (
    select
        sum(late_cases) as late_cases,
        sum(slips_ok) as slips_ok,
        sum(slips_missing) as slips_missing,
        sum(slips_faulty) as slips_faulty
    from unit_apologies
),

-- Units without any case have no row above the total, and so no part in it.
procedure_counts as (
    select count(distinct unit_code || ' ' || procedure_code) filter (where problem <> 'never_used') as procedures
    from unregistered_procedures
    where unit_code in (select unit_lateness.unit_code from unit_lateness)
),

finding_counts as (
    select
        count(*) filter (where kind = 'violation') as violations,
        count(*) filter (where kind = 'suspicion') as suspicions,
        count(*) filter (where kind = 'defect') as defects
    from findings
    where unit_code in (select unit_lateness.unit_code from unit_lateness)
)

select
    lateness.*,
    completed_late / nullif(completed - completed_undated, 0) as late_rate,
    (completed_late + pending_overdue) / nullif(completed - completed_undated + pending_overdue, 0) as overdue_rate,
    completed_late / nullif(completed + withdrawn, 0) as late_rate_vendor,
    (completed_late + pending_overdue - overdue_waiting)
    / nullif(completed - completed_undated + pending_overdue - overdue_waiting, 0) as overdue_rate_without_waiting,
    late_cases.median_days_late,
    late_cases.p90_days_late,
    slips.*,
    slips_missing / nullif(slips_ok + slips_missing + slips_faulty, 0) as missing_rate,
    procedure_counts.*,
    finding_counts.*
from lateness
cross join late_cases
cross join slips
cross join procedure_counts
cross join finding_counts
