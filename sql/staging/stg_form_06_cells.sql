-- One row per filled cell of a unit's own report: the count, or what was written where it could not be read.
with cells as (
    unpivot landed_form_06_reports
    on total,
    received,
    received_online,
    received_direct,
    carried_over,
    completed,
    completed_early,
    completed_on_time,
    completed_late,
    pending,
    pending_in_time,
    pending_overdue,
    late_total
    into name cell value cell_text
)

select
    extract_id,
    sheet,
    row_number,
    cell,
    parse_count(written(cell_text)) as cell_count,
    case when parse_count(written(cell_text)) is null then written(cell_text) end as as_written
from cells
where written(cell_text) is not null
