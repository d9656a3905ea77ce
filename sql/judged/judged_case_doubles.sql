-- One row per case in scope whose applicant, procedure and minute of receipt are known, with what rule A4S looks at:
-- how many cases before it, by their codes, are of the same applicant, procedure and minute. One name may be two persons:
-- whose contacts are known and differ are not the same.
with known as (
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
        and has_hour(cases.received_at)
        and cases.unit_code <> 'UNRESOLVED'
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
            and later.procedure_code = earlier.procedure_code
            and later.received_minute = earlier.received_minute
            and later.case_key > earlier.case_key
    where coalesce(later.contact_key = earlier.contact_key, true)
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
