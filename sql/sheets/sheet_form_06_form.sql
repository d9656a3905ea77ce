-- One row per convention, period and line of Biểu 06 in the order of the form: levels, units by name, the unit's total
-- before its sectors. The window under every convention, line by line; other periods under the first, unit by unit.
select
    conventions.convention_no,
    periods.period_no,
    form.unit_level,
    form.unit_code,
    form.unit_name,
    form.line_kind,
    form.sector,
    form.total,
    form.received_online,
    form.received_direct,
    form.carried_over,
    form.completed,
    form.completed_early,
    form.completed_on_time,
    form.completed_late,
    form.pending,
    form.pending_in_time,
    form.pending_overdue,
    form.completed_undated,
    form.pending_undated,
    form.withdrawn,
    form.stopped,
    form.left_out
from form_06 as form
inner join form_06_conventions as conventions on form.convention_id = conventions.convention_id
inner join report_periods as periods on form.period_id = periods.period_id
where
    (form.total > 0 or form.left_out > 0)
    and (
        periods.period_no = 1
        or (
            form.line_kind = 'total'
            and conventions.convention_no = (select min(first.convention_no) from form_06_conventions as first)
        )
    )
order by
    periods.period_no > 1,
    conventions.convention_no,
    periods.period_no,
    case form.unit_level when 'province' then 1 when 'district' then 2 when 'commune' then 3 else 4 end,
    strip_accents(translate(form.unit_name, 'Đđ', 'Dd')),
    form.unit_code,
    form.line_kind <> 'total',
    form.sector is null,
    strip_accents(translate(form.sector, 'Đđ', 'Dd')),
    form.sector
