-- One row per executing body as the published lists name it, its level, and unit that is meant: the unit of that name,
-- every unit whose name begins so ("Chi nhánh Văn phòng Đăng ký đất đai"), or every people's committee of the level.
-- A body that cannot be read whole, or is one district or commune but no known one, is nobody's: its procedures are not
-- asked of all the others.
with authorities as (
    select distinct
        authority_key,
        unit_level,
        regexp_replace(authority_key, '^(ubnd|uy ban nhan dan) ', '') as body_key
    from stg_published_procedures
    where authority_key not like '%ʔ%'
),

named as (
    select distinct authorities.authority_key, authorities.unit_level, units.unit_code
    from authorities
    inner join stg_units as units
        on
            starts_with(fold_text(units.unit_name), authorities.authority_key)
            or fold_text(units.unit_name) = authorities.body_key
)

select authority_key, unit_level, unit_code from named
union
select authorities.authority_key, authorities.unit_level, units.unit_code
from authorities
inner join stg_units as units
    on authorities.unit_level = units.unit_level and units.unit_type in ('district', 'commune')
where
    authorities.authority_key not in (select named.authority_key from named)
    and (
        not regexp_matches(authorities.body_key, '^(huyen|quan|thi xa|thanh pho|xa|phuong|thi tran) ')
        or regexp_full_match(
            authorities.body_key, '((huyen|quan|thi|xa|thanh|pho|phuong|tran|tinh|va|hoac|thuoc|truc) ?)+'
        )
    )
