-- One row per landed row of a slip list (Mẫu 04): typed, nothing dropped.
with landed as (
    select slips.*, extracts.date_order, extracts.sender_unit_code
    from landed_apology_slips as slips
    inner join source_extracts as extracts on slips.extract_id = extracts.extract_id
)

select
    landed.extract_id,
    landed.sheet,
    landed.row_number,
    upper(replace(written(landed.case_id), ' ', '')) as case_code,
    case_key(upper(replace(written(landed.case_id), ' ', ''))) as case_key,
    unit_names.unit_code,
    nfc_normalize(written(landed.slip_number)) as slip_number,
    plausible_at(parse_at(written(landed.slip_date), landed.date_order))::date as slip_date,
    plausible_at(parse_at(written(landed.new_due_date), landed.date_order))::date as new_due_date,
    plausible_at(parse_at(written(landed.received_at), landed.date_order))::date as received_date,
    plausible_at(parse_at(written(landed.due_at_original), landed.date_order))::date as due_date,
    written(landed.new_due_date) is not null as has_new_date,
    case landed.has_reason when 'yes' then true when 'no' then false end as has_reason,
    case
        when plausible_at(parse_at(written(landed.slip_date), landed.date_order)) is null then written(landed.slip_date)
    end as slip_date_as_written,
    case
        when plausible_at(parse_at(written(landed.new_due_date), landed.date_order)) is null
            then written(landed.new_due_date)
    end as new_due_date_as_written
from landed
left join stg_unit_names as unit_names
    on
        landed.unit is not distinct from unit_names.unit
        and unit_names.district is null
        and landed.sender_unit_code is not distinct from unit_names.sender_unit_code
