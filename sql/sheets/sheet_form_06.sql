-- One row per line of a unit's own report whose figures do not add up; by unit name, reports of an unknown unit last.
select
    unit_name,
    unit_code,
    line_kind,
    item,
    period_from,
    period_to,
    period_kind,
    total,
    completed,
    pending,
    total_difference,
    completed_difference,
    pending_difference,
    balance_difference,
    late_difference,
    cells_off_sum,
    is_latest,
    extract_id,
    row_number
from reported_form_06
where
    total_difference <> 0
    or completed_difference <> 0
    or pending_difference <> 0
    or balance_difference <> 0
    or late_difference <> 0
    or cells_off_sum <> 0
order by
    unit_code = 'UNRESOLVED',
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code,
    period_from,
    extract_id,
    sheet,
    row_number
