-- One row per unit and pair of systems; by unit name, an unknown unit last.
select
    unit_name,
    system_a,
    system_b,
    cases_in_both,
    cases_same,
    cases_different,
    cases_only_a,
    cases_only_b,
    either_late,
    late_in_truth,
    late_by_restart,
    late_by_late_sync,
    late_by_wrong_sync,
    late_by_handover,
    late_while_waiting,
    late_still_open,
    hidden_by_sync,
    unit_code
from unit_reconciliation
order by
    unit_code = 'UNRESOLVED',
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code,
    system_a,
    system_b
