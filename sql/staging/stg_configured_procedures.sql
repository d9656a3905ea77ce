-- One row per landed row of a list of configured procedures: typed, nothing dropped.
select
    landed.extract_id,
    landed.sheet,
    landed.row_number,
    coalesce(
        nullif(regexp_extract(landed.procedure_code, '\d\.\d{6}'), ''),
        upper(nfc_normalize(written(landed.procedure_code)))
    ) as procedure_code,
    unit_names.unit_as_written,
    unit_names.unit_code,
    nfc_normalize(written(landed.time_limit)) as time_limit
from landed_configured_procedures as landed
inner join source_extracts as extracts on landed.extract_id = extracts.extract_id
left join stg_unit_names as unit_names
    on
        landed.unit is not distinct from unit_names.unit
        and unit_names.district is null
        and extracts.sender_unit_code is not distinct from unit_names.sender_unit_code
