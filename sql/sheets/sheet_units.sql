-- One row per unit: lateness, apology slips, procedures with problems and findings; by level, then by name.
with procedure_counts as (
    select
        unit_code,
        count(distinct procedure_code) filter (where problem <> 'never_used') as procedures
    from unregistered_procedures
    group by unit_code
),

finding_counts as (
    select
        unit_code,
        count(*) filter (where kind = 'violation') as violations,
        count(*) filter (where kind = 'suspicion') as suspicions,
        count(*) filter (where kind = 'defect') as defects
    from findings
    group by unit_code
)

select
    lateness.unit_code,
    lateness.unit_name,
    lateness.unit_level,
    lateness.plan_quarters,
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
    lateness.late_supplements_unknown,
    lateness.coverage,
    lateness.last_seen_date,
    slips.late_cases,
    slips.slips_ok,
    slips.slips_missing,
    slips.slips_faulty,
    slips.missing_rate,
    coalesce(procedure_counts.procedures, 0) as procedures,
    coalesce(finding_counts.violations, 0) as violations,
    coalesce(finding_counts.suspicions, 0) as suspicions,
    coalesce(finding_counts.defects, 0) as defects
from unit_lateness as lateness
left join unit_apologies as slips on lateness.unit_code = slips.unit_code
left join procedure_counts on lateness.unit_code = procedure_counts.unit_code
left join finding_counts on lateness.unit_code = finding_counts.unit_code
order by
    case lateness.unit_level when 'province' then 1 when 'district' then 2 when 'commune' then 3 else 4 end,
    strip_accents(translate(lateness.unit_name, 'Đđ', 'Dd')),
    lateness.unit_code
