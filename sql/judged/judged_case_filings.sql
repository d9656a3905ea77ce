-- One row per case in scope that was filed online, with what the rules E5 and E6 look at: the working days after
-- filing until it was accepted, or, where it is still newly filed, until it was last seen. What was filed on a day
-- off or after the desk had closed counts for the next working day.
with parameters as (
    select desk_closes_hour from stg_parameters
),

calendar as (
    select * from stg_calendar
),

filed as (
    select
        cases.case_id,
        cases.unit_code,
        cases.procedure_code,
        cases.submitted_at,
        cases.received_at,
        cases.status_as_written,
        cases.seen_until,
        stages.stage,
        -- The applicant has been asked for papers: the unit has looked at it.
        coalesce(cases.supplement_requested_at, requests.first_requested_at) as requested_at,
        filed_day.working_day_number
        + cast(
            not filed_day.is_working_day
            or epoch(cases.submitted_at - date_trunc('day', cases.submitted_at)) / 3600.0 > parameters.desk_closes_hour
            as integer
        ) as counted_from
    from cases
    cross join parameters
    inner join calendar as filed_day on cast(cases.submitted_at as date) = filed_day.calendar_date
    left join stg_stages as stages on cases.status_code = stages.status_code
    left join case_supplement_dates as requests on cases.case_id = requests.case_id
    where cases.channel = 'online'
)

select
    filed.case_id,
    filed.unit_code,
    filed.procedure_code,
    filed.submitted_at,
    filed.received_at,
    filed.status_as_written,
    filed.seen_until,

    -- E5
    coalesce(filed.stage = 'registered' and filed.requested_at is null, false) as is_never_accepted,
    greatest(seen_day.working_day_number - filed.counted_from, 0) as unaccepted_working_days,

    -- E6
    coalesce(filed.stage not in ('registered', 'refused_at_desk'), true)
    and received_day.working_day_number is not null
    and coalesce(filed.requested_at > filed.received_at, true) as is_accepted,
    greatest(received_day.working_day_number - filed.counted_from, 0) as acceptance_working_days
from filed
left join calendar as seen_day on cast(filed.seen_until as date) = seen_day.calendar_date
left join calendar as received_day on cast(filed.received_at as date) = received_day.calendar_date
where seen_day.working_day_number is not null
