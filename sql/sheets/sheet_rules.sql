-- One row per rule, in both languages: how many units it was assessed at, on how many things, with how many findings.
with totals as (
    select
        rule_id,
        count(*) filter (where is_assessable) as units_assessed,
        count(*) filter (where not is_assessable) as units_not_assessed,
        cast(sum(applicable) as bigint) as applicable,
        cast(sum(findings) as bigint) as findings,
        count(*) filter (where findings > 0) as units_with_findings
    from rule_results
    group by rule_id
)

select
    rules.rule_id,
    rules.kind,
    rules.says_vi,
    rules.says_en,
    rules.legal_basis,
    rules.certainty,
    totals.units_assessed,
    totals.units_not_assessed,
    totals.applicable,
    totals.findings,
    totals.findings / nullif(totals.applicable, 0) as rate,
    totals.units_with_findings,
    rules.innocent_vi,
    rules.innocent_en,
    rules.ask_vi,
    rules.ask_en
from rules
left join totals on rules.rule_id = totals.rule_id
order by rules.rule_id
