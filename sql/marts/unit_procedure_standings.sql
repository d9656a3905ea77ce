-- One row per unit and procedure that it uses, has configured or is named for: what the published lists say of it on
-- the window's last day or, if that is earlier, on the day on which the configured list was taken.
with days as (
    select
        versions.unit_code,
        versions.procedure_code,
        versions.standing,
        versions.decision,
        versions.authority,
        versions.valid_from,
        versions.valid_to,
        parameters.window_to,
        least(parameters.window_to, coalesce(configured.listed_date, parameters.window_to)) as on_date
    from unit_procedure_versions as versions
    cross join stg_parameters as parameters
    left join unit_configured_procedures as configured
        on versions.unit_code = configured.unit_code and versions.procedure_code = configured.procedure_code
),

dated as (
    select
        *,
        case
            when valid_from > on_date then 'later'
            when valid_to < on_date then 'ended'
            else 'in_force'
        end as validity
    from days
),

ranked as (
    select
        *,
        row_number() over (
            partition by unit_code, procedure_code
            order by
                case standing when 'own' then 1 when 'untold' then 2 when 'other_body' then 3 else 4 end asc,
                case validity when 'in_force' then 1 when 'ended' then 2 else 3 end asc,
                case when validity = 'ended' then valid_to end desc nulls last,
                case when validity = 'later' then valid_from end asc nulls last,
                valid_from desc nulls last,
                decision asc,
                authority asc
        ) as place,
        count(case when standing in ('own', 'untold') and validity <> 'ended' then 1 end) over (
            partition by unit_code, procedure_code
        ) as not_ended_rows
    from dated
)

select
    unit_code,
    procedure_code,
    on_date,
    standing,
    standing in ('own', 'untold') and not_ended_rows = 0 as is_ended,
    decision,
    authority,
    valid_from,
    valid_to
from ranked
where place = 1
