-- One row per landed row of a slip list (Mẫu 04): typed, nothing dropped.
with landed as (
    select
        slips.*,
        extracts.sender_unit_code,
        plausible_at(parse_at(written(slips.slip_date), orders.slip_date_order, orders.zone)) as slip_time,
        plausible_at(parse_at(written(slips.new_due_date), orders.new_due_date_order, orders.zone)) as new_due_time,
        plausible_at(parse_at(written(slips.received_at), orders.received_at_order, orders.zone)) as received_time,
        plausible_at(parse_at(written(slips.due_at_original), orders.due_at_original_order, orders.zone)) as due_time
    from landed_apology_slips as slips
    inner join source_extracts as extracts on slips.extract_id = extracts.extract_id
    inner join stg_date_orders as orders on slips.extract_id = orders.extract_id
)

select
    landed.extract_id,
    landed.sheet,
    landed.row_number,
    upper(replace(written(landed.case_id), ' ', '')) as case_code,
    case_key(upper(replace(written(landed.case_id), ' ', ''))) as case_key,
    unit_names.unit_code,
    nfc_normalize(written(landed.slip_number)) as slip_number,
    landed.slip_time::date as slip_date,
    landed.new_due_time::date as new_due_date,
    landed.received_time::date as received_date,
    landed.due_time::date as due_date,
    written(landed.new_due_date) is not null as has_new_date,
    landed.has_reason <> 'no' as has_reason,
    case when landed.has_reason <> 'no' then landed.has_reason end as reason_class,
    case when landed.slip_time is null then written(landed.slip_date) end as slip_date_as_written,
    case when landed.new_due_time is null then written(landed.new_due_date) end as new_due_date_as_written
from landed
left join stg_unit_names as unit_names
    on
        landed.unit is not distinct from unit_names.unit
        and unit_names.district is null
        and landed.sender_unit_code is not distinct from unit_names.sender_unit_code
