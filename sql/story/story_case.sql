-- One row: the case of the variable case_id, as published.
select
    case_id,
    unit_code,
    unit_name,
    procedure_code,
    procedure_name,
    sector,
    channel,
    status_as_written,
    outcome,
    days_late,
    working_days_late,
    apology_status,
    is_waiting,
    is_carried_over
from cases
where case_id = getvariable('case_id')
