-- One row per line of a unit's own report (Biểu 06), and what its figures leave unaccounted for: 0 where an identity
-- holds, empty where a cell that it needs is empty or could not be read.
with lines as (
    select * from stg_form_06_reports where line_kind is not null
),

-- A later report of the same unit, period and form takes the place of an earlier one, where it is known which is later.
dated as (
    select
        lines.*,
        max(lines.taken_at) over same_report as last_taken_at,
        min(split_part(lines.extract_id, '.', 1)) over same_report
        = max(split_part(lines.extract_id, '.', 1)) over same_report as is_only
    from lines
    window same_report as (partition by lines.unit_code, lines.layout, lines.period_from, lines.period_to)
)

select
    dated.unit_code,
    units.unit_name,
    dated.line_kind,
    dated.item,
    dated.procedure_code,
    dated.period_from,
    dated.period_to,
    dated.period_kind,
    case
        when dated.period_from is null or dated.unit_code = 'UNRESOLVED' then null
        when dated.is_only then true
        else dated.taken_at = dated.last_taken_at
    end as is_latest,
    dated.total,
    coalesce(dated.received, dated.received_online + dated.received_direct) as received,
    dated.received_online,
    dated.received_direct,
    dated.carried_over,
    dated.completed,
    dated.completed_early,
    dated.completed_on_time,
    dated.completed_late,
    dated.pending,
    dated.pending_in_time,
    dated.pending_overdue,
    dated.late_total,
    dated.total - dated.carried_over
    - coalesce(dated.received_online + dated.received_direct, dated.received) as total_difference,
    dated.completed - dated.completed_early - dated.completed_on_time - dated.completed_late
        as completed_difference,
    dated.pending - dated.pending_in_time - dated.pending_overdue as pending_difference,
    dated.total - dated.completed - dated.pending as balance_difference,
    dated.late_total - dated.completed_late - dated.pending_overdue as late_difference,
    sums.cells_off_sum,
    dated.extract_id,
    dated.sheet,
    dated.row_number
from dated
left join form_06_sums as sums
    on
        dated.extract_id = sums.extract_id
        and dated.sheet = sums.sheet
        and dated.row_number = sums.row_number
left join stg_units as units on dated.unit_code = units.unit_code
