-- One row per case in scope whose applicant, contact, procedure and minute of receipt are known, with what rule A4S
-- looks at: how many cases before it, by receipt and code, agree in all of them. A name alone may be two persons'. A
-- batch is not asked about (rule D8 is): more than two cases of one contact in a minute, or for several applicants.
with coded as (
    select
        cases.case_id,
        cases.record_id,
        cases.unit_code,
        cases.procedure_code,
        cases.received_at,
        records.case_key,
        records.applicant_key,
        records.contact_key,
        date_trunc('minute', cases.received_at) as received_minute
    from cases
    inner join stg_case_records as records on cases.record_id = records.record_id
    where
        cases.case_code is not null
        and cases.procedure_code is not null
        and records.applicant_key is not null
        and records.contact_key is not null
        and has_hour(cases.received_at)
        and cases.unit_code <> 'UNRESOLVED'
),

batches as (
    select contact_key, received_minute
    from coded
    group by contact_key, received_minute
    having count(distinct applicant_key) > 1 or count(*) > 2
),

known as (
    select coded.*
    from coded
    left join batches
        on coded.contact_key = batches.contact_key and coded.received_minute = batches.received_minute
    where batches.contact_key is null
),

twins as (
    select
        later.record_id,
        count(*) as earlier_alike,
        min(earlier.case_id) as earlier_case_id
    from known as later
    inner join known as earlier
        on
            later.applicant_key = earlier.applicant_key
            and later.contact_key = earlier.contact_key
            and later.procedure_code = earlier.procedure_code
            and later.received_minute = earlier.received_minute
            and (later.received_at, length(later.case_key), later.case_key)
            > (earlier.received_at, length(earlier.case_key), earlier.case_key)
    group by later.record_id
)

select
    known.case_id,
    known.unit_code,
    known.procedure_code,
    known.received_at,
    coalesce(twins.earlier_alike, 0) as earlier_alike,
    twins.earlier_case_id
from known
left join twins on known.record_id = twins.record_id
