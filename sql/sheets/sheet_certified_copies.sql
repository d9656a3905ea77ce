-- One row per unit that certifies copies and month since the directive: cases, and of these filed online; by unit name.
select
    unit_name,
    unit_code,
    month_start,
    certified_copies,
    copies_with_channel,
    copies_filed_online,
    copies_online_rate
from unit_month_certified_copies
where certified_copies > 0
order by
    unit_code = 'UNRESOLVED',
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code,
    month_start
