-- One row per rule and unit where it could not be assessed, with what was missing; an unknown unit last.
select
    results.rule_id,
    rules.says_vi,
    rules.says_en,
    results.unit_code,
    results.unit_name,
    results.missing_input
from rule_results as results
left join rules on results.rule_id = rules.rule_id
where not results.is_assessable
order by
    results.rule_id,
    results.unit_code = 'UNRESOLVED',
    strip_accents(translate(results.unit_name, 'Đđ', 'Dd')),
    results.unit_code
