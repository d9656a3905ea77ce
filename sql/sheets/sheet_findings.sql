-- One row per finding, with its rule in both languages; by unit name, an unknown unit last.
select
    findings.unit_name,
    findings.rule_id,
    findings.kind,
    findings.case_id,
    findings.procedure_code,
    findings.thing,
    rules.says_vi,
    rules.says_en,
    findings.observed,
    findings.expected,
    rules.legal_basis,
    findings.explanation,
    findings.is_acknowledged,
    findings.finding_id,
    findings.unit_code
from findings
left join rules on findings.rule_id = rules.rule_id
order by
    findings.unit_code = 'UNRESOLVED',
    strip_accents(translate(findings.unit_name, 'Đđ', 'Dd')),
    findings.unit_code,
    findings.rule_id,
    findings.case_id,
    findings.procedure_code,
    findings.finding_id
