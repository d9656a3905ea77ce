-- One row: the province below its units: its lateness, and the sums of what else the units show.
with slips as (
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
    lateness.carried_over,
    lateness.received,
    lateness.received_online,
    lateness.completed,
    lateness.completed_early,
    lateness.completed_on_time,
    lateness.completed_late,
    lateness.completed_undated,
    lateness.pending,
    lateness.pending_in_time,
    lateness.pending_overdue,
    lateness.pending_undated,
    lateness.pending_waiting,
    lateness.withdrawn,
    lateness.stopped,
    lateness.not_accepted,
    lateness.late_rate,
    lateness.overdue_rate,
    lateness.late_rate_vendor,
    lateness.overdue_rate_without_waiting,
    lateness.median_days_late,
    lateness.p90_days_late,
    lateness.late_first_promise,
    slips.*,
    slips_missing / nullif(slips_ok + slips_missing + slips_faulty, 0) as missing_rate,
    procedure_counts.*,
    finding_counts.*
from slips
cross join procedure_counts
cross join finding_counts
left join province_lateness as lateness on true
