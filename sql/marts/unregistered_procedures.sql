-- One row per unit, procedure and problem with its registration.
with problems as (
    select unit_code, procedure_code, procedure_name, 'not_published' as problem, cases_not_published as cases
    from unit_procedures
    where cases_not_published > 0
    union all
    select unit_code, procedure_code, procedure_name, 'not_this_level', cases_not_this_level
    from unit_procedures
    where cases_not_this_level > 0
    union all
    select unit_code, procedure_code, procedure_name, 'not_yet_in_force', cases_not_yet_in_force
    from unit_procedures
    where cases_not_yet_in_force > 0
    union all
    select unit_code, procedure_code, procedure_name, 'expired', cases_expired
    from unit_procedures
    where cases_expired > 0
    union all
    select unit_code, procedure_code, procedure_name, 'never_used', cases
    from unit_procedures
    where is_used_by_peers and cases = 0
    union all
    select unit_code, procedure_code, procedure_name, 'not_configured', cases
    from unit_procedures
    where is_configuration_due and not is_configured
)

select
    problems.unit_code,
    units.unit_name,
    problems.procedure_code,
    problems.procedure_name,
    problems.problem,
    problems.cases
from problems
left join stg_units as units on problems.unit_code = units.unit_code
