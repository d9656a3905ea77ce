-- One row per sheet of a file in the raw folder, read or refused, with where its rows went.
with dates as (
    select extract_id, min(received_at) as first_received_at, max(received_at) as last_received_at
    from stg_cases
    group by extract_id
),

-- Rows of cases of which the extract tells different ends, due dates or statuses: the last of them is used.
repeats as (
    select extract_id, cast(sum(rows_of_case) as bigint) as rows_disagreeing
    from extract_repeats
    where is_disagreeing
    group by extract_id
)

select
    extracts.extract_id,
    extracts.file_name,
    extracts.sheet,
    extracts.sha256,
    extracts.bytes,
    extracts.outcome,
    extracts.layout,
    extracts.kind,
    extracts.source_system,
    extracts.sender_unit_code,
    extracts.taken_at,
    cast(extracts.period_from as date) as period_from,
    cast(extracts.period_to as date) as period_to,
    extracts.period_kind,
    coalesce(extracts.rows_read, 0) as rows_read,
    coalesce(counts.rows_landed, 0) as rows_landed,
    coalesce(counts.rows_staged, 0) as rows_staged,
    coalesce(counts.rows_rejected, 0) as rows_rejected,
    coalesce(extracts.rows_furniture, 0) as rows_furniture,
    coalesce(extracts.values_masked, 0) as values_masked,
    coalesce(repeats.rows_disagreeing, 0) as rows_disagreeing,
    dates.first_received_at,
    dates.last_received_at,
    taken.as_of,
    taken.as_of_basis,
    case when claims.tells_all then claims.claim_from end as claim_from,
    case when claims.tells_all then claims.claim_to end as claim_to,
    case when claims.tells_all then claims.claim_basis end as claim_basis
from source_extracts as extracts
left join stg_row_counts as counts on extracts.extract_id = counts.extract_id
left join repeats on extracts.extract_id = repeats.extract_id
left join dates on extracts.extract_id = dates.extract_id
left join stg_case_extracts as taken on extracts.extract_id = taken.extract_id
left join stg_extract_claims as claims on extracts.extract_id = claims.extract_id
