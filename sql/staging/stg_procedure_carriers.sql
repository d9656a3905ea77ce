-- One row per executing body as the published lists name it, its level, and unit that is meant: the unit of that name,
-- every unit whose name begins so ("Chi nhánh Văn phòng Đăng ký đất đai"), or every people's committee of the level.
with authorities as (
    select distinct authority_key, unit_level from stg_published_procedures where authority_key is not null
),

named as (
    select distinct authorities.authority_key, authorities.unit_level, units.unit_code
    from authorities
    inner join stg_units as units on starts_with(fold_text(units.unit_name), authorities.authority_key)
)

select authority_key, unit_level, unit_code from named
union
select authorities.authority_key, authorities.unit_level, units.unit_code
from authorities
inner join stg_units as units
    on authorities.unit_level = units.unit_level and units.unit_type in ('district', 'commune')
where authorities.authority_key not in (select named.authority_key from named)
