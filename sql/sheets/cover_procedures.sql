-- One row per rule about a procedure problem: its findings, and out of how many; empty where nowhere assessable.
select
    rules.problem,
    cast(sum(results.findings) as bigint) as findings,
    cast(sum(results.applicable) as bigint) as applicable
from rules
inner join rule_results as results on rules.rule_id = results.rule_id
where rules.problem is not null
group by rules.rule_id, rules.problem
order by rules.rule_id
