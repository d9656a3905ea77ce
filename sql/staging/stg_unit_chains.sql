-- One row per unit and unit that it lies in: itself, its district, what stands above it, up to the province.
with recursive chains as (
    select unit_code, unit_code as within_code from stg_units where unit_code <> 'UNRESOLVED'
    union
    select chains.unit_code, unnest([units.parent_code, units.district_code]) as within_code
    from chains
    inner join stg_units as units on chains.within_code = units.unit_code
)

select chains.unit_code, chains.within_code, units.unit_type as within_type
from chains
inner join stg_units as units on chains.within_code = units.unit_code
