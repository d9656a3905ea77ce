-- One row per unit, procedure and problem with its registration, and the published version that says so: for cases the
-- one that the latest of them fell under, else the one that stands on the day of the list.
with of_cases as (
    select
        unit_code,
        procedure_code,
        problem,
        decision,
        valid_from,
        valid_to,
        sum(cases) over (partition by unit_code, procedure_code, problem) as cases,
        row_number() over (
            partition by unit_code, procedure_code, problem order by counted_received_date desc
        ) as place
    from case_procedures
    where problem is not null
),

of_lists as (
    select *, 'never_used' as problem from unit_procedures where is_used_by_peers and cases = 0
    union all
    select *, 'not_configured' from unit_procedures where is_configuration_due and not is_configured
    union all
    select *, 'out_of_use' from unit_procedures where is_configuration_due and is_configured and not is_in_use
    union all
    select *, 'configured_unpublished' from unit_procedures where is_configuration_used and not is_ever_published_here
    union all
    select *, 'configured_expired'
    from unit_procedures
    where is_configuration_used and is_ever_published_here and is_ended
    union all
    select *, 'limit_differs' from unit_procedures where is_limit_compared and not is_limit_published
),

problems as (
    select unit_code, procedure_code, problem, cast(cases as bigint) as cases, decision, valid_from, valid_to
    from of_cases
    where place = 1
    union all
    select unit_code, procedure_code, problem, cases, decision, valid_from, valid_to from of_lists
)

select
    problems.unit_code,
    units.unit_name,
    problems.procedure_code,
    procedures.procedure_name,
    problems.problem,
    problems.cases,
    problems.decision,
    problems.valid_from,
    problems.valid_to
from problems
left join unit_procedures as procedures
    on problems.unit_code = procedures.unit_code and problems.procedure_code = procedures.procedure_code
left join stg_units as units on problems.unit_code = units.unit_code
