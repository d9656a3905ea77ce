-- One row per unit and body that had its cases: steps, late ones, hours, and other units beside them; by unit name.
select
    unit_name,
    unit_code,
    body,
    steps,
    cases,
    judged_steps,
    late_steps,
    late_rate,
    peer_late_rate,
    median_working_hours,
    peer_median_working_hours,
    compared_steps,
    bottlenecks
from unit_steps
order by
    unit_code = 'UNRESOLVED' asc,
    strip_accents(translate(unit_name, 'Đđ', 'Dd')) asc,
    unit_code asc,
    bottlenecks desc,
    body asc
