-- One row per unit and code under which it is found: its own, alone or below those of what it lies in, and the one that
-- case codes begin with, in both orders (QĐ 20/2020/QĐ-TTg).
select unit_code, unit_key(unit_code) as code_key from stg_units where unit_code <> 'UNRESOLVED'
union
select chains.unit_code, unit_key(chains.within_code || ' ' || chains.unit_code)
from stg_unit_chains as chains
where chains.unit_code <> chains.within_code and chains.within_type in ('district', 'province')
union
select
    districts.unit_code,
    unit_key(concat_ws(' ', provinces.within_code, districts.within_code, districts.unit_code))
from stg_unit_chains as districts
inner join stg_unit_chains as provinces on districts.unit_code = provinces.unit_code
where
    districts.within_type = 'district'
    and provinces.within_type = 'province'
    and districts.unit_code <> districts.within_code
union
select unit_code, unit_key(case_code_prefix) from stg_units where case_code_prefix <> ''
union
select unit_code, unit_key(array_to_string(list_reverse(string_split(case_code_prefix, '.')), '.'))
from stg_units
where case_code_prefix <> ''
union
select
    unit_code,
    unit_key(
        regexp_replace(array_to_string(list_reverse(string_split(case_code_prefix, '.')), '.'), '(\.0+)+$', '')
    )
from stg_units
where case_code_prefix <> ''
