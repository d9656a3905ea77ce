-- One row per rule that could not be assessed for every unit with cases; is_partly tells whether for some.
select
    results.rule_id,
    max(case when results.is_assessable then 1 else 0 end) = 1 as is_partly
from rule_results as results
inner join unit_lateness as units on results.unit_code = units.unit_code
where results.unit_code <> 'UNRESOLVED'
group by results.rule_id
having max(case when results.is_assessable then 0 else 1 end) = 1
order by is_partly, results.rule_id
