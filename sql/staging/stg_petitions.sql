-- One row per landed row of a list of petitions (phản ánh, kiến nghị): typed, nothing dropped. `…_as_written` keeps
-- what could not be read.
with landed as (
    select
        petitions.*,
        extracts.source_system,
        orders.* exclude (extract_id),
        extracts.taken_at,
        extracts.sender_unit_code,
        written(petitions.received_at) as received_text,
        written(petitions.due_at) as due_text,
        written(petitions.answered_at) as answered_text
    from landed_petitions as petitions
    inner join source_extracts as extracts on petitions.extract_id = extracts.extract_id
    inner join stg_date_orders as orders on petitions.extract_id = orders.extract_id
),

dated as (
    select
        landed.*,
        plausible_at(parse_at(received_text, received_at_order, zone)) as received_time,
        plausible_at(parse_at(due_text, due_at_order, zone)) as due_time,
        plausible_at(parse_at(answered_text, answered_at_order, zone)) as answered_time
    from landed
)

select
    -- ids
    dated.extract_id,
    dated.sheet,
    dated.row_number,
    dated.source_system,
    upper(replace(written(dated.petition_id), ' ', '')) as petition_code,

    -- unit
    unit_names.unit_as_written,
    coalesce(unit_names.unit_code, 'UNRESOLVED') as unit_code,

    -- times, Asia/Ho_Chi_Minh
    dated.received_time as received_at,
    dated.due_time as due_at,
    dated.answered_time as answered_at,
    try_cast(dated.taken_at as timestamp) as taken_at,

    dated.petitioner_key,

    -- words
    masked(nfc_normalize(written(dated.subject))) as subject,
    channels.code as channel,
    statuses.code as status,
    masked(nfc_normalize(written(dated.status))) as status_as_written,

    -- what could not be read
    case when dated.received_time is null then dated.received_text end as received_at_as_written,
    case when dated.due_time is null then dated.due_text end as due_at_as_written,
    case when dated.answered_time is null then dated.answered_text end as answered_at_as_written,
    case when channels.code is null then masked(nfc_normalize(written(dated.channel))) end as channel_as_written
from dated
left join stg_petition_terms as channels on channels.term = 'channel' and fold_text(dated.channel) = channels.term_key
left join stg_petition_terms as statuses on statuses.term = 'status' and fold_text(dated.status) = statuses.term_key
left join stg_unit_names as unit_names
    on
        dated.unit is not distinct from unit_names.unit
        and unit_names.district is null
        and dated.sender_unit_code is not distinct from unit_names.sender_unit_code
