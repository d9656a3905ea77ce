-- One row per unit and minute in which cases with a contact were filed online, with what rule D8 looks at: how many of
-- them came from one contact.
with filed as (
    select
        records.unit_code,
        records.contact_key,
        records.case_id,
        date_trunc('minute', coalesce(records.submitted_at, records.received_at)) as filed_at
    from stg_case_records as records
    inner join cases on records.case_id = cases.case_id
    where
        records.record_id = records.described_by
        and records.channel = 'online'
        and records.contact_key is not null
        and has_hour(coalesce(records.submitted_at, records.received_at))
),

by_contact as (
    select unit_code, filed_at, contact_key, count(*) as cases, min(case_id) as first_case_id
    from filed
    group by unit_code, filed_at, contact_key
)

select
    unit_code,
    null::varchar as procedure_code,
    filed_at,
    strftime(filed_at, '%Y-%m-%d %H:%M') as thing,
    max(cases) as cases_of_one_contact,
    sum(cases)::bigint as cases_in_minute,
    arg_max(first_case_id, (cases, first_case_id)) as first_case_id
from by_contact
group by unit_code, filed_at
