-- One row per late or overdue case whose apology slip is missing or faulty.
select
    case_id,
    unit_code,
    unit_name,
    procedure_code,
    procedure_name,
    received_at,
    due_at_original,
    due_in_force_at,
    finished_at,
    outcome,
    days_late,
    apology_status,
    slip_date,
    new_due_date
from cases
where apology_status in ('missing', 'late', 'no_reason', 'no_new_date', 'repeated')
