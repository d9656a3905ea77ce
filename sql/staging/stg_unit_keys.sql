-- One row per spelling under which a unit may be found: (unit_key, district_key), with how many units share it.
with spellings as (
    select unit_name as spelling, district_code, unit_code from stg_units where unit_type is not null
    union all
    select written(alias), nullif(trim(district_code), ''), trim(unit_code)
    from ref_unit_aliases
    where written(alias) is not null
),

keyed as (
    select
        unit_key(spellings.spelling) as typed_key,
        regexp_replace(unit_key(spellings.spelling), '^[a-z]+:', '') as bare_key,
        regexp_replace(unit_key(districts.unit_name), '^[a-z]+:', '') as district_key,
        spellings.unit_code
    from spellings
    left join stg_units as districts on spellings.district_code = districts.unit_code
),

keys as (
    select typed_key as unit_key, district_key, unit_code from keyed where district_key is not null
    union
    select bare_key, district_key, unit_code from keyed where district_key is not null
    union
    select typed_key, '' as district_key, unit_code from keyed
    union
    select bare_key, '', unit_code from keyed
)

select unit_key, district_key, min(unit_code) as unit_code, count(distinct unit_code) as units
from keys
group by all
