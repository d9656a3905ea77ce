-- One row per procedure, level, executing body and validity: the office's list and the lists that arrived together.
-- A list may name several levels ("Cấp tỉnh, Cấp xã") or bodies (one a line) in one cell.
with listed as (
    select
        null::varchar as extract_id,
        null::varchar as sheet,
        null::bigint as row_number,
        'ymd' as valid_from_order,
        'ymd' as valid_to_order,
        'ymd' as expired_from_order,
        null::varchar as zone,
        procedure_code,
        procedure_name,
        sector,
        level,
        authority,
        service_level, time_limit, valid_from, valid_to, null::varchar as expired_from, decision
    from ref_published_procedures
    union all
    select
        landed.extract_id,
        landed.sheet,
        landed.row_number,
        orders.valid_from_order,
        orders.valid_to_order,
        orders.expired_from_order,
        orders.zone,
        landed.procedure_code,
        landed.procedure_name,
        coalesce(landed.sector, landed.group_text), landed.level, landed.authority, landed.service_level,
        landed.time_limit, landed.valid_from, landed.valid_to, landed.expired_from, landed.decision
    from landed_published_procedures as landed
    inner join stg_date_orders as orders on landed.extract_id = orders.extract_id
),

bodies as (
    select
        listed.*,
        unnest(string_split(coalesce(replace(written(level), ';', ','), ''), ',')) as level_text,
        authority as authority_cell
    from listed
    where written(procedure_code) is not null
),

lines as (
    select bodies.*, unnest(string_split(coalesce(authority_cell, ''), chr(10))) as authority_text
    from bodies
),

named_levels as (
    select fold_text(authority_text) as level_key, min(trim(unit_level)) as unit_level
    from ref_authority_levels
    group by all
),

levelled as (
    select
        lines.*,
        by_level.unit_level as level_named,
        (
            select max_by(by_body.unit_level, length(by_body.level_key))
            from named_levels as by_body
            where starts_with(fold_text(lines.authority_text), by_body.level_key)
        ) as level_of_body
    from lines
    left join named_levels as by_level on fold_text(lines.level_text) = by_level.level_key
)

select distinct
    extract_id,
    sheet,
    row_number,
    procedure_stem(written(procedure_code)) as procedure_code,
    nfc_normalize(written(procedure_name)) as procedure_name,
    nfc_normalize(written(sector)) as sector,
    coalesce(level_named, level_of_body) as unit_level,
    nfc_normalize(written(authority_text)) as authority,
    -- What the door kept back of a name is a word that nobody knows.
    fold_text(regexp_replace(nfc_normalize(written(authority_text)), '…|\*{3}', ' ʔ ', 'g')) as authority_key,
    try_cast(nullif(regexp_extract(service_level, '[1-4]'), '') as integer) as service_level,
    limits.time_limit,
    limits.limit_amount,
    limits.limit_unit,
    coalesce(limits.is_immediate, false) as is_immediate,
    plausible_at(parse_at(written(valid_from), valid_from_order, zone))::date as valid_from,
    -- "Hết hiệu lực từ" names the first day without force; the day before it is the last one in force.
    coalesce(
        plausible_at(parse_at(written(valid_to), valid_to_order, zone))::date,
        plausible_at(parse_at(written(expired_from), expired_from_order, zone))::date - 1
    ) as valid_to,
    nfc_normalize(written(decision)) as decision
from levelled
left join stg_time_limits as limits on levelled.time_limit = limits.limit_text
