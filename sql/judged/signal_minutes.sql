-- One row per unit and minute of the day at which cases were ended: on how many different days (signal D1T).
select
    unit_code,
    any_value(unit_type) as unit_type,
    minute_of_day,
    count(distinct end_date) as days
from signal_endings
where has_time
group by unit_code, minute_of_day
