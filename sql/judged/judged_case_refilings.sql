-- One row per case in scope that was withdrawn, refused or stopped and whose applicant is known, with what rule D6
-- looks at: how near to the due date it ended, and which case the applicant filed for the procedure afterwards.
with parameters as (
    select * from stg_parameters
),

filed as (
    select case_id, record_id, unit_code, procedure_code, applicant_key, received_at, received_date
    from stg_case_records
    where record_id = described_by and applicant_key is not null and procedure_code is not null
),

ended as (
    select
        cases.case_id,
        cases.unit_code,
        cases.procedure_code,
        cases.status_as_written,
        cases.received_at,
        cases.due_at_original,
        cases.finished_at,
        filed.record_id,
        filed.applicant_key,
        cases.finished_at::date as end_date,
        datediff('day', cases.finished_at::date, cases.due_at_original::date) as days_before_due
    from cases
    inner join filed on cases.case_id = filed.case_id
    left join stg_stages as stages on cases.status_code = stages.status_code
    where
        (stages.counts_as in ('withdrawn', 'stopped') or stages.stage = 'refused_at_desk')
        and cases.finished_at is not null
        and cases.due_at_original is not null
        and cases.unit_code <> 'UNRESOLVED'
),

near_due as (
    select
        ended.*,
        ended.days_before_due <= parameters.refiled_near_due_days as is_near_due,
        parameters.refiled_days
    from ended
    cross join parameters
),

followed as (
    select
        near_due.record_id,
        count(*) as refilings,
        min(later.received_date) as refiled_date,
        arg_min(later.case_id, (later.received_date, later.case_id)) as refiled_case_id
    from near_due
    inner join filed as later
        on
            near_due.unit_code = later.unit_code
            and near_due.procedure_code = later.procedure_code
            and near_due.applicant_key = later.applicant_key
            and near_due.record_id <> later.record_id
    where
        near_due.is_near_due
        and later.received_date between near_due.end_date and near_due.end_date + near_due.refiled_days::integer
        -- A case that lay beside this one before its end was not filed again.
        and (
            later.received_at is null or not has_hour(later.received_at)
            or not has_hour(near_due.finished_at) or later.received_at >= near_due.finished_at
        )
        and later.received_date >= near_due.received_at::date
    group by near_due.record_id
)

select
    near_due.case_id,
    near_due.unit_code,
    near_due.procedure_code,
    near_due.status_as_written,
    near_due.due_at_original,
    near_due.finished_at,
    near_due.days_before_due,
    near_due.is_near_due,
    near_due.refiled_days::integer as refiled_days,
    followed.refiled_date,
    followed.refiled_case_id,
    coalesce(followed.refilings, 0) as refilings
from near_due
left join followed on near_due.record_id = followed.record_id
