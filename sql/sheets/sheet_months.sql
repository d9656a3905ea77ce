-- One row per unit and month; by level, then by name.
select
    unit_code,
    unit_name,
    month_start,
    coverage,
    carried_over,
    received,
    received_online,
    completed,
    completed_early,
    completed_on_time,
    completed_late,
    completed_undated,
    pending,
    pending_in_time,
    pending_overdue,
    pending_undated,
    pending_waiting,
    withdrawn,
    stopped,
    late_rate,
    overdue_rate,
    median_days_late,
    p90_days_late
from unit_month_lateness
order by
    case unit_level when 'province' then 1 when 'district' then 2 when 'commune' then 3 else 4 end,
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code,
    month_start
