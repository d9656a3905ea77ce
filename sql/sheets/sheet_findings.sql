-- One row per finding, with its rule in both languages and what its explanation says beyond the other columns; by unit
-- name, an unknown unit last.
select
    findings.unit_name,
    findings.rule_id,
    findings.kind,
    findings.case_id,
    findings.procedure_code,
    rules.says_vi,
    rules.says_en,
    findings.observed,
    findings.expected,
    split_part(split_part(findings.explanation, 'Cách tính: ', 2), chr(10) || 'Căn cứ: ', 1) as calculation,
    rules.legal_basis,
    findings.thing,
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
