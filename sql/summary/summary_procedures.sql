-- One row per problem with the registration of procedures.
select
    problem,
    count(*) as entries,
    count(distinct unit_code) as units,
    cast(sum(cases) as bigint) as cases
from unregistered_procedures
group by problem
order by problem
