-- One row per landed row of a step log: the portal's progress payload, or a control slip (Mẫu 05), on which a body
-- hands a case over to another: typed, nothing dropped. `…_as_written` keeps what could not be read.
with landed as (
    select
        steps.*,
        extracts.source_system,
        orders.* exclude (extract_id),
        extracts.taken_at,
        extracts.sender_unit_code,
        upper(replace(written(steps.case_id), ' ', '')) as case_code,
        written(steps.started_at) as started_text,
        written(steps.ended_at) as ended_text,
        written(steps.norm_end_at) as norm_end_text,
        fold_text(steps.result) as result_key
    from landed_case_steps as steps
    inner join source_extracts as extracts on steps.extract_id = extracts.extract_id
    inner join stg_date_orders as orders on steps.extract_id = orders.extract_id
),

dated as (
    select
        landed.*,
        plausible_at(parse_at(started_text, started_at_order, zone)) as started_time,
        plausible_at(parse_at(ended_text, ended_at_order, zone)) as ended_time,
        plausible_at(parse_at(norm_end_text, norm_end_at_order, zone)) as norm_end_time,
        -- A mark in two of the three columns says nothing.
        case
            when regexp_matches(result_key, '^(giai quyet )?(truoc han|som han)$') then 'early'
            when regexp_matches(result_key, '^(giai quyet )?dung han$') then 'on_time'
            when regexp_matches(result_key, '^(giai quyet )?(qua han|tre han)$') then 'late'
            when coalesce(result_key, '') <> '' then null
            when told_early = 'yes' and coalesce(told_on_time, 'no') = 'no' and coalesce(told_late, 'no') = 'no'
                then 'early'
            when told_on_time = 'yes' and coalesce(told_early, 'no') = 'no' and coalesce(told_late, 'no') = 'no'
                then 'on_time'
            when told_late = 'yes' and coalesce(told_early, 'no') = 'no' and coalesce(told_on_time, 'no') = 'no'
                then 'late'
        end as result_told
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

    -- units
    unit_names.unit_as_written,
    unit_names.unit_code,
    masked(nfc_normalize(written(dated.body))) as body,
    masked(nfc_normalize(written(dated.receiving_body))) as receiving_body,
    kind_of_body(dated.body) as body_kind,
    is_desk(dated.body) as is_desk_step,
    is_desk(dated.receiving_body) as is_desk_next,

    -- times, Asia/Ho_Chi_Minh
    dated.started_time as started_at,
    dated.ended_time as ended_at,
    dated.norm_end_time as norm_end_at,
    try_cast(dated.taken_at as timestamp) as taken_at,

    -- the rest
    dated.result_told,
    masked(nfc_normalize(written(dated.status))) as status_as_written,
    case dated.has_content when 'yes' then true when 'no' then false end as has_content,

    -- what could not be read
    case when dated.started_time is null then dated.started_text end as started_at_as_written,
    case when dated.ended_time is null then dated.ended_text end as ended_at_as_written,
    case when dated.norm_end_time is null then dated.norm_end_text end as norm_end_at_as_written,
    case when dated.result_told is null then masked(nfc_normalize(written(dated.result))) end as result_as_written
from dated
left join stg_unit_names as unit_names
    on
        dated.unit is not distinct from unit_names.unit
        and unit_names.district is null
        and dated.sender_unit_code is not distinct from unit_names.sender_unit_code
