-- One row per unit with cases: which columns its case lists have, and in which of them something is written.
with columns as (
    select
        extracts.extract_id,
        coalesce(bool_or(fields.field = 'due_moves'), false) as has_moves,
        coalesce(bool_or(fields.field = 'due_at'), false) as has_new_due_date,
        coalesce(bool_or(fields.field = 'finished_at'), false) as has_finished_at,
        coalesce(bool_or(fields.field = 'returned_at'), false) as has_returned_at,
        coalesce(bool_or(fields.field = 'supplement_requested_at'), false) as has_supplement_dates,
        coalesce(bool_or(fields.field = 'has_papers'), false) as has_papers
    from source_extracts as extracts
    left join source_extract_fields as fields on extracts.extract_id = fields.extract_id
    group by extracts.extract_id
)

select
    cases.unit_code,
    count(cases.status_as_written) > 0 as has_status,
    count(cases.case_code) > 0 as has_case_code,
    count(cases.procedure_code) > 0 as has_procedure_code,
    count(cases.service_level) > 0 and count(cases.channel) > 0 as has_level_and_channel,
    count(cases.due_at_original) > 0 as has_due_date,
    bool_or(columns.has_moves) as has_moves,
    bool_or(columns.has_new_due_date) as has_new_due_date,
    bool_or(columns.has_finished_at) as has_finished_at,
    bool_or(columns.has_returned_at) as has_returned_at,
    bool_or(columns.has_supplement_dates) as has_supplement_dates,
    bool_or(columns.has_papers) as has_papers,
    count(cases.channel) > 0 as has_channel,
    count(cases.entered_at) > 0 as has_entered_at,
    count(cases.transferred_at) > 0 as has_transferred_at,
    count(cases.submitted_at) > 0 as has_submitted_at,
    count(cases.applicant_key) > 0 as has_applicant,
    count(cases.contact_key) > 0 as has_contact,
    -- An extract that writes days only says nothing about hours.
    bool_or(has_hour(cases.finished_at)) as has_finished_time,
    bool_or(has_hour(cases.received_at)) as has_received_time
from stg_cases as cases
inner join columns on cases.extract_id = columns.extract_id
group by cases.unit_code
