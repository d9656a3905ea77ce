-- One row per unit and pair of systems: the unit's cases of the window in both, the same and different, in one of them
-- only (where the other should hold them), and of those in both that either calls late or overdue, what that means in
-- truth (case_reconciliation.lateness). The eight parts add up to either_late (invariant I9).
select
    unit_code,
    unit_name,
    system_a,
    system_b,
    count(case when presence = 'both' then 1 end) as cases_in_both,
    count(case when is_same then 1 end) as cases_same,
    count(case when not is_same then 1 end) as cases_different,
    count(case when presence = 'only_a' then 1 end) as cases_only_a,
    count(case when presence = 'only_b' then 1 end) as cases_only_b,
    count(
        case
            when
                presence = 'both'
                and (outcome_a in ('late', 'pending_overdue') or outcome_b in ('late', 'pending_overdue'))
                then 1
        end
    ) as either_late,
    count(case when lateness = 'late_in_truth' then 1 end) as late_in_truth,
    count(case when lateness = 'lawful_restart' then 1 end) as late_by_restart,
    count(case when lateness = 'late_sync' then 1 end) as late_by_late_sync,
    count(case when lateness = 'wrong_sync' then 1 end) as late_by_wrong_sync,
    count(case when lateness = 'late_handover' then 1 end) as late_by_handover,
    count(case when lateness = 'waiting' then 1 end) as late_while_waiting,
    count(case when lateness = 'still_open' then 1 end) as late_still_open,
    count(case when lateness = 'hidden_by_sync' then 1 end) as hidden_by_sync
from case_reconciliation
group by unit_code, unit_name, system_a, system_b
