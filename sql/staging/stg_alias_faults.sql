-- One row per row of unit_aliases.csv that cannot stand, and why: it would send cases to a unit that is not meant.
with aliases as (
    select
        written(alias) as alias,
        unit_key(alias) as alias_key,
        coalesce(trim(district_code), '') as district_code,
        coalesce(trim(unit_code), '') as unit_code
    from ref_unit_aliases
),

others as (
    select aliases.alias_key, aliases.district_code
    from aliases
    group by all
    having count(distinct unit_code) > 1
),

judged as (
    select
        aliases.alias,
        aliases.unit_code,
        aliases.district_code,
        case
            when coalesce(aliases.alias_key, '') = '' then 'no_name'
            when aliases.unit_code = '' then 'no_unit'
            when units.unit_code is null then 'unknown_unit'
            when aliases.district_code <> '' and districts.unit_code is null then 'unknown_district'
            when aliases.district_code <> '' and chains.unit_code is null then 'not_in_district'
            when others.alias_key is not null then 'two_units'
            when official.unit_code is not null and own.unit_code is null then 'name_of_another'
        end as fault,
        official.unit_code as other_unit_code
    from aliases
    left join stg_units as units on aliases.unit_code = units.unit_code
    left join stg_units as districts on aliases.district_code = districts.unit_code and districts.unit_type = 'district'
    left join stg_unit_chains as chains
        on aliases.unit_code = chains.unit_code and aliases.district_code = chains.within_code
    left join others on aliases.alias_key = others.alias_key and aliases.district_code = others.district_code
    left join (
        select unit_key, min(unit_code) as unit_code from stg_unit_keys where is_official group by unit_key
    ) as official
        on aliases.alias_key = official.unit_key
    left join stg_unit_keys as own
        on aliases.alias_key = own.unit_key and aliases.unit_code = own.unit_code and own.is_official
)

select alias, district_code, unit_code, fault, other_unit_code
from judged
where fault is not null
