-- One row per case with findings that are not acknowledged, in the order in which its unit's files are worth pulling:
-- first the gravest case of each rule, then the next of each, those of other procedures before more of the same.
with found as (
    select
        findings.unit_code,
        findings.case_id,
        findings.rule_id,
        findings.kind,
        cases.procedure_code,
        coalesce(cases.days_late, 0) as days_late,
        count(*) filter (where findings.kind = 'violation') over (partition by findings.unit_code, findings.case_id)
            as violations
    from findings
    inner join cases on findings.case_id = cases.case_id and findings.unit_code = cases.unit_code
    where not findings.is_acknowledged and findings.kind <> 'defect' and findings.unit_code <> 'UNRESOLVED'
),

of_procedures as (
    select
        *,
        row_number() over (
            partition by unit_code, rule_id, procedure_code order by violations desc, days_late desc, case_id asc
        ) as place_in_procedure
    from found
),

of_rules as (
    select
        *,
        row_number() over (
            partition by unit_code, rule_id
            order by place_in_procedure asc, violations desc, days_late desc, case_id asc
        ) as round_number
    from of_procedures
),

-- A case stands once, where it comes first.
of_cases as (
    select
        unit_code,
        case_id,
        min(round_number * 2 + if(kind = 'violation', 0, 1)) as turn,
        max(violations) as violations,
        max(days_late) as days_late,
        count(*) as findings,
        string_agg(distinct rule_id, ' ' order by rule_id) as rule_ids
    from of_rules
    group by unit_code, case_id
)

select
    unit_code,
    case_id,
    findings,
    rule_ids,
    row_number() over (
        partition by unit_code order by turn asc, violations desc, days_late desc, case_id asc
    ) as list_number
from of_cases
