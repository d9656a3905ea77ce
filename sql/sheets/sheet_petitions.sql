-- One row per unit with petitions in the window: how it handled them; by unit name, petitions of an unknown unit last.
select
    unit_name,
    unit_code,
    unit_level,
    petitions,
    answered_in_time,
    answered_late,
    pending_in_time,
    pending_overdue,
    undated,
    rejected,
    judged_petitions,
    handled_in_time_rate,
    max_days_late
from unit_petitions
where petitions > 0
order by
    unit_code = 'UNRESOLVED',
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code
