-- One row per unit: the office's list, or without one the units as the extracts write them.
with listed as (
    select
        trim(unit_code) as unit_code,
        nfc_normalize(trim(unit_name)) as unit_name,
        trim(unit_level) as unit_level,
        trim(unit_type) as unit_type,
        nullif(trim(parent_code), '') as parent_code,
        nullif(trim(district_code), '') as district_code,
        nullif(trim(case_code_prefix), '') as case_code_prefix
    from ref_units
    where written(unit_code) is not null
),

named as (
    select distinct nfc_normalize(written(unit)) as unit_code
    from landed_cases
    where written(unit) is not null and not exists (select 1 from listed)
),

-- Cases whose unit nobody can tell are counted in a row of their own, so that the units add up to the province.
unresolved as (
    select 'UNRESOLVED' as unit_code
)

select unit_code, unit_name, unit_level, unit_type, parent_code, district_code, case_code_prefix from listed
union all
select unit_code, unit_code, null, null, null, null, null from named
union all
select unit_code, '(chưa xác định được đơn vị)', null, null, null, null, null from unresolved
