-- One row per late or overdue case whose slip is missing or faulty; by unit name, cases of an unknown unit last.
select
    unit_name,
    case_id,
    procedure_code,
    procedure_name,
    received_at,
    due_at_original,
    finished_at,
    outcome,
    days_late,
    apology_status,
    slip_date,
    new_due_date
from missing_apologies
order by
    unit_code = 'UNRESOLVED',
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code,
    due_at_original,
    case_id
