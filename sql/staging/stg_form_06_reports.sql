-- One row per landed row of a unit's own report of its results (Biểu 06 of TT 01/2020): typed, nothing dropped.
with landed as (
    select
        reports.*,
        extracts.layout,
        extracts.sender_unit_code,
        extracts.taken_at,
        try_cast(extracts.period_from as date) as period_from,
        try_cast(extracts.period_to as date) as period_to,
        extracts.period_kind,
        nfc_normalize(written(reports.item)) as item_text,
        rtrim(nfc_normalize(written(reports.line_label)), '.') as label_text
    from landed_form_06_reports as reports
    inner join source_extracts as extracts on reports.extract_id = extracts.extract_id
),

-- The label of a total row stands in place of the sector, or where the lines have their numbers. Lines numbered I, II
-- or A, B among others numbered 1, 2 bring those together.
labelled as (
    select
        landed.*,
        regexp_matches(
            lower(coalesce(item_text, label_text)), '^(tổng( số| cộng)?|cộng|tong so|tong cong)\s*([:.(\d+]|hồ sơ|$)'
        ) as is_total,
        regexp_full_match(label_text, '[IVXLC]+|[A-ZĐ]')
        and bool_or(regexp_full_match(label_text, '\d+')) over (partition by extract_id, sheet) as is_group
    from landed
)

select
    -- ids
    labelled.extract_id,
    labelled.sheet,
    labelled.row_number,
    labelled.layout,
    try_cast(labelled.taken_at as timestamp) as taken_at,

    -- unit
    unit_names.unit_as_written,
    coalesce(unit_names.unit_code, 'UNRESOLVED') as unit_code,

    -- line
    case
        when labelled.is_total then 'total'
        when labelled.item_text is null then null
        when labelled.is_group then 'group'
        else 'line'
    end as line_kind,
    case when not coalesce(labelled.is_total, false) then masked(labelled.item_text) end as item,
    procedure_stem(written(labelled.procedure_code)) as procedure_code,

    -- period
    labelled.period_from,
    labelled.period_to,
    labelled.period_kind,

    -- cells
    parse_count(written(labelled.total)) as total,
    parse_count(written(labelled.received)) as received,
    parse_count(written(labelled.received_online)) as received_online,
    parse_count(written(labelled.received_direct)) as received_direct,
    parse_count(written(labelled.carried_over)) as carried_over,
    parse_count(written(labelled.completed)) as completed,
    parse_count(written(labelled.completed_early)) as completed_early,
    parse_count(written(labelled.completed_on_time)) as completed_on_time,
    parse_count(written(labelled.completed_late)) as completed_late,
    parse_count(written(labelled.pending)) as pending,
    parse_count(written(labelled.pending_in_time)) as pending_in_time,
    parse_count(written(labelled.pending_overdue)) as pending_overdue,
    parse_count(written(labelled.late_total)) as late_total
from labelled
left join stg_unit_names as unit_names
    on
        labelled.unit is not distinct from unit_names.unit
        and unit_names.district is null
        and labelled.sender_unit_code is not distinct from unit_names.sender_unit_code
