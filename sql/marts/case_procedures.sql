-- One row per unit, procedure and day of receipt in use, with what is wrong with that procedure there and then.
-- Only an accepted case with a procedure code counts; without a published list nothing can be told (problem is null).
with used as (
    select
        cases.unit_code,
        cases.unit_level,
        cases.procedure_code,
        cases.counted_received_date,
        count(*) as cases,
        max(cases.procedure_name) as procedure_name
    from cases
    where cases.outcome <> 'not_accepted' and cases.procedure_code is not null
    group by cases.unit_code, cases.unit_level, cases.procedure_code, cases.counted_received_date
),

published as (
    select distinct procedure_code, unit_level, valid_from, valid_to from stg_published_procedures
),

matched as (
    select
        used.unit_code,
        used.procedure_code,
        used.counted_received_date,
        max(used.procedure_name) as procedure_name,
        max(used.cases) as cases,
        count(published.procedure_code) as published_rows,
        count(
            case
                when used.unit_level is null or coalesce(published.unit_level, used.unit_level) = used.unit_level
                    then
                        published.procedure_code
            end
        ) as level_rows,
        count(
            case
                when
                    (used.unit_level is null or coalesce(published.unit_level, used.unit_level) = used.unit_level)
                    and coalesce(published.valid_from, used.counted_received_date) <= used.counted_received_date
                    and coalesce(published.valid_to, used.counted_received_date) >= used.counted_received_date
                    then published.procedure_code
            end
        ) as valid_rows,
        min(
            case
                when used.unit_level is null or coalesce(published.unit_level, used.unit_level) = used.unit_level
                    then
                        published.valid_from
            end
        ) as first_valid_from
    from used
    left join published on used.procedure_code = published.procedure_code
    group by used.unit_code, used.procedure_code, used.counted_received_date
)

select
    matched.unit_code,
    matched.procedure_code,
    matched.counted_received_date,
    matched.procedure_name,
    matched.cases,
    case
        when not inputs.has_published_list then null
        when matched.published_rows = 0 then 'not_published'
        when matched.level_rows = 0 then 'not_this_level'
        when matched.valid_rows > 0 then null
        when matched.first_valid_from > matched.counted_received_date then 'not_yet_in_force'
        else 'expired'
    end as problem
from matched
left join stg_unit_inputs as inputs on matched.unit_code = inputs.unit_code
