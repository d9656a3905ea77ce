-- One row per case that a later extract should hold and does not; by unit name, an unknown unit last.
select
    unit_name,
    case_id,
    procedure_code,
    received_at,
    due_at_original,
    finished_at,
    status_as_written,
    outcome,
    last_file,
    missing_from_file,
    source_system
from vanished_cases
order by
    unit_code = 'UNRESOLVED',
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code,
    received_at,
    case_id,
    source_system
