-- One row per status text found in the extracts, with its national code 1-10, null where nobody has mapped it.
with texts as (
    select distinct status as status_text from landed_cases where written(status) is not null
),

known as (
    select fold_text(status_text) as status_key, min(try_cast(status_code as integer)) as status_code
    from ref_status_codes
    group by all
    having count(distinct status_code) = 1
)

select
    texts.status_text,
    masked(nfc_normalize(written(texts.status_text))) as status_as_written,
    case
        when regexp_full_match(trim(texts.status_text), '([1-9]|10)(\.0)?')
            then try_cast(try_cast(trim(texts.status_text) as double) as integer)
        else known.status_code
    end as status_code
from texts
left join known on fold_text(texts.status_text) = known.status_key
