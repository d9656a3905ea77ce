-- One row per line of a unit's own report whose figures do not add up; by unit name, reports of an unknown unit last.
select
    reports.unit_name,
    reports.unit_code,
    reports.line_kind,
    reports.item,
    reports.period_from,
    reports.period_to,
    reports.period_kind,
    reports.total,
    reports.completed,
    reports.pending,
    reports.total_difference,
    reports.completed_difference,
    reports.pending_difference,
    reports.balance_difference,
    reports.late_difference,
    reports.cells_off_sum,
    reports.is_latest,
    extracts.file_name,
    reports.sheet,
    reports.row_number
from reported_form_06 as reports
left join extracts on reports.extract_id = extracts.extract_id
where
    reports.total_difference <> 0
    or reports.completed_difference <> 0
    or reports.pending_difference <> 0
    or reports.balance_difference <> 0
    or reports.late_difference <> 0
    or reports.cells_off_sum <> 0
order by
    reports.unit_code = 'UNRESOLVED',
    strip_accents(translate(reports.unit_name, 'Đđ', 'Dd')),
    reports.unit_code,
    reports.period_from,
    reports.extract_id,
    reports.sheet,
    reports.row_number
