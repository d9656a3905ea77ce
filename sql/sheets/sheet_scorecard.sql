-- One row per unit of a known level: its rates with their denominators and standings; by level, then by name.
select
    unit_name,
    unit_code,
    unit_level,
    measures_compared,
    measures_worse,
    measures_better,
    late_denominator,
    late_rate,
    late_standing,
    overdue_denominator,
    overdue_rate,
    overdue_standing,
    late_by_law_denominator,
    late_by_law_rate,
    late_by_law_standing,
    padded_denominator,
    padded_rate,
    padded_standing,
    slip_missing_denominator,
    slip_missing_rate,
    slip_missing_standing,
    online_denominator,
    online_rate,
    online_standing,
    petition_late_denominator,
    petition_late_rate,
    petition_late_standing
from unit_scorecard
order by
    case unit_level when 'province' then 1 when 'district' then 2 when 'commune' then 3 else 4 end,
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code
