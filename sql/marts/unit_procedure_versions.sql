-- One row per unit, procedure that it uses, has configured or is named for, and version of it in a published list, with
-- whom the version names: the unit itself (own), another body of its level, other levels only, or a body that no unit
-- is known by (untold).
with used as (
    select distinct unit_code, procedure_code
    from cases
    where outcome <> 'not_accepted' and procedure_code is not null
    union
    select unit_code, procedure_code
    from stg_configured_procedures
    where unit_code is not null and procedure_code is not null
    union
    select unit_code, procedure_code from stg_procedure_bodies
),

-- What a unit does stands for what lies right above and right below it: an office and its branch are one body here.
kin as (
    select unit_code, unit_code as kin_code from stg_units
    union
    select unit_code, parent_code as kin_code from stg_units where parent_code is not null
    union
    select parent_code as unit_code, unit_code as kin_code from stg_units where parent_code is not null
),

bodies as (
    select distinct authority_key, unit_level from stg_procedure_carriers
),

own_bodies as (
    select distinct kin.unit_code, carriers.authority_key, carriers.unit_level
    from stg_procedure_carriers as carriers
    inner join kin on carriers.unit_code = kin.kin_code
)

select distinct
    used.unit_code,
    used.procedure_code,
    published.valid_from,
    published.valid_to,
    published.decision,
    published.authority,
    case
        when units.unit_level is null or published.unit_level is null then 'untold'
        when published.unit_level <> units.unit_level then 'other_level'
        when bodies.authority_key is null then 'untold'
        when own_bodies.unit_code is not null then 'own'
        else 'other_body'
    end as standing
from used
inner join stg_units as units on used.unit_code = units.unit_code
inner join stg_published_procedures as published on used.procedure_code = published.procedure_code
left join bodies
    on published.authority_key = bodies.authority_key and published.unit_level = bodies.unit_level
left join own_bodies
    on
        used.unit_code = own_bodies.unit_code
        and published.authority_key = own_bodies.authority_key
        and published.unit_level = own_bodies.unit_level
