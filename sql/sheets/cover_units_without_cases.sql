-- One row per unit of the reference list without any case in the window's scope, by name. Each unit has rule results.
select unit_name
from rule_results
where unit_code <> 'UNRESOLVED' and unit_code not in (select unit_lateness.unit_code from unit_lateness)
group by unit_code, unit_name
order by strip_accents(translate(unit_name, 'Đđ', 'Dd')), unit_code
