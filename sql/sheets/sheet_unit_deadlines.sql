-- One row per unit with accepted cases: promises and lateness against the lawful due date; by unit name, unknown last.
select
    unit_name,
    unit_level,
    cases,
    with_lawful_limit,
    compared,
    padded,
    padded_rate,
    median_padding_days,
    squeezed,
    squeezed_rate,
    judged,
    late_by_lawful,
    late_by_lawful_rate,
    late_by_promised,
    late_by_promised_rate,
    late_by_moved,
    late_by_moved_rate,
    late_by_lawful_only
from unit_deadlines
order by
    unit_code = 'UNRESOLVED',
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code
