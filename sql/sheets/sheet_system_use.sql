-- One row per unit with cases in the window: its use of the one-stop system; by level, then by name.
select
    unit_name,
    unit_code,
    unit_level,
    published_procedures,
    procedures_with_cases,
    procedures_with_cases_rate,
    entry_judged,
    entered_late,
    entered_late_rate,
    transfer_judged,
    transferred_late,
    transferred_late_rate,
    papers_judged,
    papers_scanned,
    papers_scanned_rate
from unit_system_use
order by
    case unit_level when 'province' then 1 when 'district' then 2 when 'commune' then 3 else 4 end,
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code
