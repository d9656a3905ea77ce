-- One row per landed row of a case list: typed, nothing dropped. `…_as_written` keeps what could not be read.
with numbered as (
    select extract_id, row_number() over (order by extract_id) as extract_order
    from source_extracts
    where kind = 'cases'
),

landed as (
    select
        cases.*,
        numbered.extract_order * 4294967296 + cases.row_number as row_id,
        extracts.source_system,
        orders.* exclude (extract_id),
        extracts.taken_at,
        extracts.sender_unit_code,
        written(cases.submitted_at) as submitted_text,
        written(cases.received_at) as received_text,
        written(cases.due_at_original) as due_original_text,
        written(cases.due_at) as due_text,
        written(cases.supplement_requested_at) as supplement_requested_text,
        written(cases.supplement_completed_at) as supplement_completed_text,
        written(cases.finished_at) as finished_text,
        written(cases.returned_at) as returned_text,
        written(cases.cancelled_at) as cancelled_text,
        written(cases.entered_at) as entered_text,
        written(cases.transferred_at) as transferred_text
    from landed_cases as cases
    inner join source_extracts as extracts on cases.extract_id = extracts.extract_id
    inner join numbered on cases.extract_id = numbered.extract_id
    inner join stg_date_orders as orders on cases.extract_id = orders.extract_id
),

dated as (
    select
        landed.*,
        plausible_at(parse_at(submitted_text, submitted_at_order, zone)) as submitted_time,
        plausible_at(parse_at(received_text, received_at_order, zone)) as received_time,
        plausible_at(parse_at(due_original_text, due_at_original_order, zone)) as due_original_time,
        plausible_at(parse_at(due_text, due_at_order, zone)) as due_time,
        plausible_at(parse_at(supplement_requested_text, supplement_requested_at_order, zone))
            as supplement_requested_time,
        plausible_at(parse_at(supplement_completed_text, supplement_completed_at_order, zone))
            as supplement_completed_time,
        plausible_at(parse_at(finished_text, finished_at_order, zone)) as finished_time,
        plausible_at(parse_at(returned_text, returned_at_order, zone)) as returned_time,
        plausible_at(parse_at(cancelled_text, cancelled_at_order, zone)) as cancelled_time,
        plausible_at(parse_at(entered_text, entered_at_order, zone)) as entered_time,
        plausible_at(parse_at(transferred_text, transferred_at_order, zone)) as transferred_time,
        upper(replace(written(landed.case_id), ' ', '')) as case_code
    from landed
)

select
    -- ids; row_id is the extract and the row in it, as one number: an extract is one sheet
    dated.row_id,
    dated.extract_id,
    dated.sheet,
    dated.row_number,
    dated.source_system,
    dated.case_code,
    case_key(dated.case_code) as case_key,
    dated.applicant_key,
    dated.contact_key,

    -- unit
    unit_names.unit_as_written,
    coalesce(unit_names.unit_code, 'UNRESOLVED') as unit_code,

    -- procedure
    nfc_normalize(written(dated.procedure_code)) as procedure_code_as_written,
    procedure_stem(written(dated.procedure_code)) as procedure_code,
    nfc_normalize(written(dated.procedure_name)) as procedure_name,
    coalesce(
        nfc_normalize(written(dated.sector)),
        written(regexp_replace(nfc_normalize(dated.group_text), '^\s*Lĩnh vực\s*:\s*|\s*\(\d+( hồ sơ)?\)\s*$', '', 'g'))
    ) as sector,
    try_cast(nullif(regexp_extract(dated.service_level, '[1-4]'), '') as integer) as service_level,
    channels.channel,

    -- times, Asia/Ho_Chi_Minh
    dated.submitted_time as submitted_at,
    dated.received_time as received_at,
    dated.due_original_time as due_at_original,
    coalesce(dated.due_time, dated.due_original_time) as due_at,
    try_cast(regexp_extract(dated.due_moves, '\d+') as integer) as due_moves,
    try_cast(regexp_extract(trim(dated.register_number), '^(\d{1,6})([.,]0+)?$', 1) as integer) as register_number,
    dated.supplement_requested_time as supplement_requested_at,
    dated.supplement_completed_time as supplement_completed_at,
    -- A withdrawn or stopped case ends, in some systems, with a date of its own.
    coalesce(dated.finished_time, dated.cancelled_time) as finished_at,
    dated.returned_time as returned_at,
    dated.entered_time as entered_at,
    dated.transferred_time as transferred_at,
    try_cast(dated.taken_at as timestamp) as taken_at,

    -- papers
    case dated.has_papers when 'yes' then true when 'no' then false end as has_papers,

    -- status
    statuses.status_code,
    statuses.status_as_written,
    stages.stage,
    stages.counts_as,
    coalesce(stages.is_closed, false) as is_status_closed,

    -- what could not be read
    case when dated.submitted_time is null then dated.submitted_text end as submitted_at_as_written,
    case when dated.received_time is null then dated.received_text end as received_at_as_written,
    case when dated.due_original_time is null then dated.due_original_text end as due_at_original_as_written,
    case when dated.due_time is null then dated.due_text end as due_at_as_written,
    case when dated.supplement_requested_time is null then dated.supplement_requested_text end
        as supplement_requested_at_as_written,
    case when dated.supplement_completed_time is null then dated.supplement_completed_text end
        as supplement_completed_at_as_written,
    case when dated.finished_time is null then dated.finished_text end as finished_at_as_written,
    case when dated.returned_time is null then dated.returned_text end as returned_at_as_written,
    case when dated.cancelled_time is null then dated.cancelled_text end as cancelled_at_as_written,
    case when dated.entered_time is null then dated.entered_text end as entered_at_as_written,
    case when dated.transferred_time is null then dated.transferred_text end as transferred_at_as_written,
    case when channels.channel is null then channels.channel_as_written end as channel_as_written
from dated
left join stg_unit_names as unit_names
    on
        dated.unit is not distinct from unit_names.unit
        and dated.district is not distinct from unit_names.district
        and dated.sender_unit_code is not distinct from unit_names.sender_unit_code
left join stg_statuses as statuses on dated.status = statuses.status_text
left join stg_stages as stages on statuses.status_code = stages.status_code
left join stg_channels as channels on dated.channel = channels.channel_text
