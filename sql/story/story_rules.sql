-- One row per rule and what it says of the case of the variable case_id: not_met, met, or not_assessable at its unit.
with verdicts as (
    select
        rules_met,
        rules_not_met
    from case_verdicts
    where case_id = getvariable('case_id')
),

told as (
    select
        unnest(string_split(rules_not_met, ' ')) as rule_id,
        'not_met' as verdict
    from verdicts
    union all
    select
        unnest(string_split(rules_met, ' ')),
        'met'
    from verdicts
    union all
    select
        results.rule_id,
        'not_assessable'
    from rule_results as results
    inner join cases on results.unit_code = cases.unit_code
    inner join rules on results.rule_id = rules.rule_id
    where cases.case_id = getvariable('case_id') and not results.is_assessable and rules.about = 'case'
)

select
    told.verdict,
    rules.rule_id,
    rules.kind,
    rules.says_vi,
    rules.says_en,
    findings.explanation,
    findings.is_acknowledged,
    results.missing_input
from told
inner join rules on told.rule_id = rules.rule_id
left join findings on told.rule_id = findings.rule_id and findings.case_id = getvariable('case_id')
left join cases on cases.case_id = getvariable('case_id')
left join rule_results as results on told.rule_id = results.rule_id and cases.unit_code = results.unit_code
order by told.verdict = 'not_assessable', told.verdict = 'met', rules.rule_id
