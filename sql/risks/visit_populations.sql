-- One row per unit and list of files that is drawn at random: how many files it is drawn from.
select unit_code, 'drawn' as sample_list, count(*) as files
from cases
where outcome <> 'not_accepted' and unit_code <> 'UNRESOLVED'
group by unit_code
union all
select unit_code, 'reverse' as sample_list, count(*) as files
from visit_register_entries
group by unit_code
