-- One row per unit with cases of which the extracts do not tell the whole window, the least told first.
select
    unit_name,
    covered_months,
    window_months,
    last_seen_date
from unit_lateness
where unit_code <> 'UNRESOLVED' and coverage <> 'covered'
order by covered_months, strip_accents(translate(unit_name, 'Đđ', 'Dd')), unit_code
