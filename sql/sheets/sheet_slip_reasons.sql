-- One row per unit and class of reason on its slips of apology; by unit name, the most frequent first.
select
    unit_name,
    unit_code,
    reason_class,
    slips,
    slips_of_unit,
    slip_rate
from unit_slip_reasons
order by
    unit_code = 'UNRESOLVED' asc,
    strip_accents(translate(unit_name, 'Đđ', 'Dd')) asc,
    unit_code asc,
    slips desc,
    reason_class asc
