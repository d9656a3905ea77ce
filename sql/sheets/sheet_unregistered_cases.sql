-- One row per case of a procedure that its unit could not use that day; by unit name, an unknown unit last.
select
    unit_name,
    case_id,
    procedure_code,
    procedure_name,
    received_at,
    problem,
    decision,
    authority,
    valid_from,
    valid_to
from unregistered_cases
order by
    unit_code = 'UNRESOLVED',
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code,
    problem,
    procedure_code,
    case_id
