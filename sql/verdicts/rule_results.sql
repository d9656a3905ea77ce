-- One row per rule and unit: whether it could be assessed there, on how many things, with how many findings.
with counted as (
    select rule_id, unit_code, count(*) as findings from listed_findings group by rule_id, unit_code
)

select
    inputs.rule_id,
    inputs.unit_code,
    units.unit_name,
    inputs.is_assessable,
    inputs.missing_input,
    case when inputs.is_assessable then coalesce(populations.applicable, 0) end as applicable,
    case when inputs.is_assessable then coalesce(counted.findings, 0) end as findings,
    case
        when inputs.is_assessable then share_of(coalesce(counted.findings, 0), populations.applicable)
    end
        as rate
from rule_inputs as inputs
inner join stg_units as units on inputs.unit_code = units.unit_code
left join rule_populations as populations
    on inputs.rule_id = populations.rule_id and inputs.unit_code = populations.unit_code
left join counted on inputs.rule_id = counted.rule_id and inputs.unit_code = counted.unit_code
