-- One row per accepted case, with what the rules B2, B2E and B7 look at.
with cases as (
    select
        case_id,
        unit_code,
        procedure_code,
        outcome,
        due_at_original,
        finished_at,
        returned_at
    from cases
    where outcome <> 'not_accepted'
),

calendar as (
    select * from stg_calendar
)

select
    cases.case_id,
    cases.unit_code,
    cases.procedure_code,
    cases.outcome,
    deadlines.limit_text,
    deadlines.promised_at,
    deadlines.lawful_due_first_at,
    deadlines.lawful_due_at,

    -- B2, B2E: the steps of the calculation stand only where a finding tells them
    deadlines.latest_due_date,
    deadlines.padding_days,
    deadlines.squeeze_days,
    case when deadlines.padding_days > 0 or deadlines.squeeze_days > 0 then deadlines.steps end as steps,

    -- B7: working days from the due date to the day on which the result was handed over
    cases.due_at_original,
    cases.finished_at,
    cases.returned_at,
    case
        when cast(cases.returned_at as date) <= cast(cases.due_at_original as date) then 0
        else returned_day.working_day_number - due_day.working_day_number
    end as handover_working_days
from cases
inner join case_deadlines as deadlines on cases.case_id = deadlines.case_id
left join calendar as due_day on cast(cases.due_at_original as date) = due_day.calendar_date
left join calendar as returned_day on cast(cases.returned_at as date) = returned_day.calendar_date
