-- One row per late case of which steps are told: the step that made it late; by unit name, the longest delay first.
select
    unit_name,
    case_code,
    procedure_code,
    body,
    step_number,
    steps_of_case,
    started_at,
    ended_at,
    norm_end_at,
    step_outcome,
    days_late,
    own_overrun_hours,
    working_hours
from case_steps
where is_bottleneck
order by
    unit_code = 'UNRESOLVED' asc,
    strip_accents(translate(unit_name, 'Đđ', 'Dd')) asc,
    unit_code asc,
    own_overrun_hours desc,
    case_code asc
