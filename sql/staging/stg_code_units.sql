-- One row per unit that has a code of its own: how its case codes begin, as case_key writes it, and its relations.
select
    units.unit_code,
    units.unit_name,
    units.parent_code,
    units.district_code,
    split_part(case_key(concat(upper(units.case_code_prefix), '-200101-0001')), '-', 1) as code_prefix
from stg_units as units
where units.case_code_prefix is not null
