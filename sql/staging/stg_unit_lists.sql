-- One row per unit: what the lists beside its cases tell of it: step logs, petitions, its own reports.
with step_logs as (
    -- Steps speak for the unit whose case they are of.
    select distinct records.unit_code
    from stg_case_steps as steps
    inner join stg_case_records as records on steps.case_key = records.case_key
    where records.record_id = records.described_by
),

-- A recount needs a period that could be read and lies in the window; a carry-over the report of the period before.
reports as (
    select
        reports.unit_code,
        count(periods.period_id) > 0 as has_form_06_period,
        count(earlier.unit_code) > 0 as has_form_06_before
    from stg_form_06_reports as reports
    left join stg_reported_periods as periods
        on
            reports.period_from = periods.reported_from
            and reports.period_to = periods.reported_to
            and reports.period_kind is not distinct from periods.reported_kind
    left join (select distinct unit_code, layout, period_to from stg_form_06_reports) as earlier
        on
            reports.unit_code = earlier.unit_code
            and reports.layout = earlier.layout
            and reports.period_from = earlier.period_to + 1
    group by reports.unit_code
),

-- A list with a column for the day of the answer can be asked for it, also of a unit that leaves all of them out.
petitions as (
    select
        petitions.unit_code,
        count(petitions.due_at) > 0
        or (any_value(parameters.petition_working_days) is not null and count(petitions.received_at) > 0)
            as has_petition_due_dates,
        count(dated.extract_id) > 0 as has_petition_answers,
        count(petitions.petitioner_key) > 0 and count(petitions.subject) > 0 as has_petitioner
    from stg_petitions as petitions
    left join source_extract_fields as dated
        on petitions.extract_id = dated.extract_id and dated.field = 'answered_at'
    cross join stg_parameters as parameters
    group by petitions.unit_code
)

select
    units.unit_code,
    coalesce(petitions.has_petition_due_dates, false) as has_petition_due_dates,
    coalesce(petitions.has_petition_answers, false) as has_petition_answers,
    coalesce(petitions.has_petitioner, false) as has_petitioner,
    step_logs.unit_code is not null as has_step_log,
    reports.unit_code is not null as has_form_06_report,
    coalesce(reports.has_form_06_period, false) as has_form_06_period,
    coalesce(reports.has_form_06_before, false) as has_form_06_before
from stg_units as units
left join step_logs on units.unit_code = step_logs.unit_code
left join petitions on units.unit_code = petitions.unit_code
left join reports on units.unit_code = reports.unit_code
