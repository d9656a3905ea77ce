-- One row per landed row of a list of configured procedures: typed, nothing dropped.
with usages as (
    select fold_text(usage_text) as usage_key, bool_or(lower(trim(is_in_use)) = 'true') as is_in_use
    from ref_usage_statuses
    group by fold_text(usage_text)
)

select
    landed.extract_id,
    landed.sheet,
    landed.row_number,
    procedure_stem(written(landed.procedure_code)) as procedure_code,
    nfc_normalize(written(landed.procedure_name)) as procedure_name,
    nfc_normalize(written(landed.sector)) as sector,
    unit_names.unit_as_written,
    unit_names.unit_code,
    nfc_normalize(written(landed.time_limit)) as time_limit,
    limits.limit_amount,
    limits.limit_unit,
    usages.is_in_use,
    case when usages.usage_key is null then nfc_normalize(written(landed.usage)) end as usage_as_written,
    try_cast(extracts.taken_at as timestamp)::date as listed_date
from landed_configured_procedures as landed
inner join source_extracts as extracts on landed.extract_id = extracts.extract_id
left join stg_unit_names as unit_names
    on
        landed.unit is not distinct from unit_names.unit
        and unit_names.district is null
        and extracts.sender_unit_code is not distinct from unit_names.sender_unit_code
left join stg_time_limits as limits on landed.time_limit = limits.limit_text
left join usages on fold_text(landed.usage) = usages.usage_key
