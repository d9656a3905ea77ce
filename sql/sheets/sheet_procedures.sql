-- One row per unit, procedure and problem; by unit name, an unknown unit last.
select
    unit_name,
    procedure_code,
    procedure_name,
    problem,
    cast(cases as bigint) as cases,
    decision,
    valid_from,
    valid_to
from unregistered_procedures
order by
    unit_code = 'UNRESOLVED',
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code,
    problem,
    procedure_code
