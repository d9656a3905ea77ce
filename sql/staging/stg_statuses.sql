-- One row per status text found in the extracts, with its national code 1-10, null where nobody has mapped it, and
-- whether it tells of a pause or of a refusal. A bare number tells so where all wordings of that code do.
with texts as (
    select distinct status as status_text from landed_cases where written(status) is not null
),

listed as (
    select
        fold_text(status_text) as status_key,
        try_cast(status_code as integer) as status_code,
        coalesce(lower(trim(is_pause)) = 'yes', false) as is_pause,
        coalesce(lower(trim(is_refusal)) = 'yes', false) as is_refusal
    from ref_status_codes
),

known as (
    select
        status_key,
        min(status_code) as status_code,
        bool_or(is_pause) as is_pause,
        bool_or(is_refusal) as is_refusal
    from listed
    group by all
    having count(distinct status_code) = 1
),

codes as (
    select
        status_code,
        bool_and(is_pause) as is_pause,
        bool_and(is_refusal) as is_refusal
    from listed
    group by all
),

numbered as (
    select
        status_text,
        case
            when regexp_full_match(trim(status_text), '([1-9]|10)(\.0)?')
                then try_cast(try_cast(trim(status_text) as double) as integer)
        end as number
    from texts
)

select
    numbered.status_text,
    masked(nfc_normalize(written(numbered.status_text))) as status_as_written,
    coalesce(numbered.number, known.status_code) as status_code,
    coalesce(case when numbered.number is null then known.is_pause else codes.is_pause end, false) as is_pause,
    coalesce(case when numbered.number is null then known.is_refusal else codes.is_refusal end, false) as is_refusal
from numbered
left join known on numbered.number is null and fold_text(numbered.status_text) = known.status_key
left join codes on numbered.number = codes.status_code
