-- One row per unit, procedure and day of receipt in use, with what is wrong with that procedure there and then, and the
-- version of the published list that says so. Only an accepted case with a procedure code counts; without a published
-- list nothing can be told (problem is null).
with used as (
    select
        unit_code,
        procedure_code,
        counted_received_date,
        count(*) as cases,
        max(procedure_name) as procedure_name
    from cases
    where outcome <> 'not_accepted' and procedure_code is not null
    group by unit_code, procedure_code, counted_received_date
),

dated as (
    select
        used.unit_code,
        used.procedure_code,
        used.counted_received_date,
        versions.decision,
        versions.authority,
        versions.valid_from,
        versions.valid_to,
        versions.standing,
        case
            when versions.valid_from > used.counted_received_date then 'later'
            when versions.valid_to < used.counted_received_date then 'ended'
            else 'in_force'
        end as validity
    from used
    inner join unit_procedure_versions as versions
        on used.unit_code = versions.unit_code and used.procedure_code = versions.procedure_code
),

told as (
    select
        unit_code,
        procedure_code,
        counted_received_date,
        count(case when standing <> 'other_level' then 1 end) as level_rows,
        count(case when standing <> 'other_level' and validity = 'ended' then 1 end) as ended_rows,
        count(case when standing <> 'other_level' and validity = 'in_force' then 1 end) as valid_rows,
        count(case when standing in ('own', 'untold') and validity = 'in_force' then 1 end) as body_rows
    from dated
    group by unit_code, procedure_code, counted_received_date
),

-- The version nearest to the case: of its level, in force that day, else the one that ended last, else the next one.
nearest as (
    select
        *,
        row_number() over (
            partition by unit_code, procedure_code, counted_received_date
            order by
                standing = 'other_level' asc,
                case validity when 'in_force' then 1 when 'ended' then 2 else 3 end asc,
                case when validity = 'ended' then valid_to end desc nulls last,
                case when validity = 'later' then valid_from end asc nulls last,
                valid_from desc nulls last,
                decision asc,
                authority asc
        ) as place
    from dated
)

select
    used.unit_code,
    used.procedure_code,
    used.counted_received_date,
    used.procedure_name,
    used.cases,
    case
        when not inputs.has_published_list then null
        when told.unit_code is null then 'not_published'
        when told.level_rows = 0 then 'not_this_level'
        when told.valid_rows = 0 and told.ended_rows = 0 then 'not_yet_in_force'
        when told.valid_rows = 0 then 'expired'
        when told.body_rows = 0 then 'wrong_body'
    end as problem,
    nearest.decision,
    nearest.authority,
    nearest.valid_from,
    nearest.valid_to
from used
left join told
    on
        used.unit_code = told.unit_code
        and used.procedure_code = told.procedure_code
        and used.counted_received_date = told.counted_received_date
left join nearest
    on
        used.unit_code = nearest.unit_code
        and used.procedure_code = nearest.procedure_code
        and used.counted_received_date = nearest.counted_received_date
        and nearest.place = 1
left join stg_unit_inputs as inputs on used.unit_code = inputs.unit_code
