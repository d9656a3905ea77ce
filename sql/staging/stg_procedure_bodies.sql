-- One row per published procedure, validity and unit that carries it out: the unit the list names, every unit whose
-- name begins as the list's executing body ("Chi nhánh Văn phòng Đăng ký đất đai"), or every people's committee of
-- the level that the body stands for.
with published as (
    select *, fold_text(authority) as authority_key from stg_published_procedures where authority is not null
),

authorities as (
    select distinct authority_key, unit_level from published
),

named as (
    select distinct authorities.authority_key, authorities.unit_level, units.unit_code
    from authorities
    inner join stg_units as units on starts_with(fold_text(units.unit_name), authorities.authority_key)
),

carriers as (
    select authority_key, unit_level, unit_code from named
    union
    select authorities.authority_key, authorities.unit_level, units.unit_code
    from authorities
    inner join stg_units as units
        on authorities.unit_level = units.unit_level and units.unit_type in ('district', 'commune')
    where authorities.authority_key not in (select authority_key from named)
)

select distinct
    carriers.unit_code,
    published.procedure_code,
    published.procedure_name,
    published.time_limit,
    published.limit_amount,
    published.limit_unit,
    published.decision,
    published.valid_from,
    published.valid_to
from published
inner join carriers
    on
        published.authority_key = carriers.authority_key
        and published.unit_level is not distinct from carriers.unit_level
