-- One row per unit, promised working days and working days left at the end: how many cases (signals D1 and D7). Cases
-- promised for the day of their receipt are left out: they end on the due date or late.
select
    unit_code,
    any_value(unit_type) as unit_type,
    least(promised_working_days, 60) as promised_working_days,
    working_days_before_due,
    used_working_days > 0 as is_later_day,
    count(*) as cases,
    count(*) filter (where is_on_due_date) as cases_on_due_date,
    count(*) filter (where is_late) as cases_late
from signal_endings
where promised_working_days > 0 and working_days_before_due is not null
group by unit_code, least(promised_working_days, 60), working_days_before_due, used_working_days > 0
