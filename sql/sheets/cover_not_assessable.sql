-- One row per rule that could not be assessed at every unit: at how many, for want of which inputs, at which units.
select
    results.rule_id,
    rules.says_vi,
    rules.says_en,
    count(*) filter (where not results.is_assessable) as units_not_assessed,
    count(*) as units,
    list(distinct results.missing_input order by results.missing_input)
    filter (where results.missing_input is not null) as missing_inputs,
    list(
        results.unit_name
        order by
            results.unit_code = 'UNRESOLVED',
            strip_accents(translate(results.unit_name, 'Đđ', 'Dd')),
            results.unit_code
    )
    filter (where not results.is_assessable) as unit_names
from rule_results as results
inner join rules on results.rule_id = rules.rule_id
where results.unit_code <> 'UNRESOLVED'
group by results.rule_id, rules.says_vi, rules.says_en
having count(*) filter (where not results.is_assessable) > 0
order by results.rule_id
