-- One row per convention, period, unit and line of Biểu 06, recounted: a line per sector (cases without one have a line
-- of their own), and the total of the unit. A cell that a convention does not keep is empty.
select
    counts.convention_id,
    counts.period_id,
    periods.period_kind,
    periods.period_from,
    periods.period_to,
    counts.unit_code,
    units.unit_name,
    units.unit_level,
    case when counts.line_of = 'total' then 'total' else 'line' end as line_kind,
    counts.line_key as sector,
    counts.total,
    counts.received,
    counts.received_online,
    counts.received_direct,
    counts.carried_over,
    counts.completed,
    counts.completed_early,
    counts.completed_on_time,
    counts.completed_late,
    counts.completed_undated,
    counts.pending,
    counts.pending_in_time,
    counts.pending_overdue,
    counts.pending_undated,
    counts.withdrawn,
    counts.stopped,
    counts.left_out
from form_06_counts as counts
inner join stg_report_periods as periods on counts.period_id = periods.period_id
left join stg_units as units on counts.unit_code = units.unit_code
where counts.line_of in ('sector', 'total')
