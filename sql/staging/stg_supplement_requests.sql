-- One row per landed row of a list of supplement requests (Mẫu 02), or of those inside the records of a payload: typed,
-- nothing dropped. `…_as_written` keeps what could not be read.
with landed as (
    select
        requests.*,
        extracts.source_system,
        orders.* exclude (extract_id),
        extracts.taken_at,
        extracts.sender_unit_code,
        upper(replace(written(requests.case_id), ' ', '')) as case_code,
        written(requests.requested_at) as requested_text,
        written(requests.supplemented_at) as supplemented_text,
        written(requests.due_at_before) as due_before_text,
        written(requests.due_at_after) as due_after_text
    from landed_supplement_requests as requests
    inner join source_extracts as extracts on requests.extract_id = extracts.extract_id
    inner join stg_date_orders as orders on requests.extract_id = orders.extract_id
),

dated as (
    select
        landed.*,
        plausible_at(parse_at(requested_text, requested_at_order, zone)) as requested_time,
        plausible_at(parse_at(supplemented_text, supplemented_at_order, zone)) as supplemented_time,
        plausible_at(parse_at(due_before_text, due_at_before_order, zone)) as due_before_time,
        plausible_at(parse_at(due_after_text, due_at_after_order, zone)) as due_after_time
    from landed
)

select
    -- ids
    dated.extract_id,
    dated.sheet,
    dated.row_number,
    dated.source_system,
    dated.case_code,
    case_key(dated.case_code) as case_key,
    upper(nfc_normalize(written(dated.request_id))) as request_id,

    -- unit
    unit_names.unit_as_written,
    unit_names.unit_code,

    -- times, Asia/Ho_Chi_Minh
    dated.requested_time as requested_at,
    dated.supplemented_time as supplemented_at,
    dated.due_before_time as due_at_before,
    dated.due_after_time as due_at_after,
    try_cast(dated.taken_at as timestamp) as taken_at,

    -- the rest
    masked(nfc_normalize(written(dated.status))) as status,
    case dated.has_content when 'yes' then true when 'no' then false end as has_content,

    -- what could not be read
    case when dated.requested_time is null then dated.requested_text end as requested_at_as_written,
    case when dated.supplemented_time is null then dated.supplemented_text end as supplemented_at_as_written,
    case when dated.due_before_time is null then dated.due_before_text end as due_at_before_as_written,
    case when dated.due_after_time is null then dated.due_after_text end as due_at_after_as_written
from dated
left join stg_unit_names as unit_names
    on
        dated.unit is not distinct from unit_names.unit
        and unit_names.district is null
        and dated.sender_unit_code is not distinct from unit_names.sender_unit_code
