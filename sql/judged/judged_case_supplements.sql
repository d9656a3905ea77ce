-- One row per case that was asked for papers, waits, was paused or refused, with what the rules C1-C7 look at.
with parameters as (
    select * from stg_parameters
),

statuses as (
    select
        status_as_written,
        bool_or(is_pause) as is_pause,
        bool_or(is_refusal) as is_refusal
    from stg_statuses
    group by status_as_written
),

request_days as (
    select distinct requests.case_id, cast(requests.requested_at as date) as requested_date
    from requests_told as requests
    inner join cases on requests.case_id = cases.case_id
    where not requests.is_told_elsewhere and cast(requests.requested_at as date) >= cast(cases.received_at as date)
),

listed as (
    select
        case_id,
        string_agg(strftime(requested_date, '%d/%m/%Y'), ', ' order by requested_date) as request_days_text
    from request_days
    group by case_id
),

concerned as (
    select
        cases.*,
        coalesce(statuses.is_pause, false) as is_pause,
        coalesce(statuses.is_refusal, false) as is_refusal,
        cases.ended_at is null
        and (
            cases.is_waiting
            or (cases.outcome = 'stopped' and not coalesce(statuses.is_refusal, false))
        ) as is_held,
        restarts.case_id is not null as has_restart_row,
        coalesce(restarts.has_request, false) as has_request,
        coalesce(restarts.request_days, 0) as request_days,
        coalesce(restarts.listed_request_days, 0) as listed_request_days,
        coalesce(restarts.restart_standing, 'none') as restart_standing,
        restarts.first_requested_at,
        restarts.last_requested_at,
        restarts.request_working_days,
        restarts.due_at_before,
        restarts.due_at_after,
        restarts.completed_at
    from cases
    left join statuses on cases.status_as_written = statuses.status_as_written
    left join case_restarts as restarts on cases.case_id = restarts.case_id
),

-- A refused case may not have been accepted, and then stands in no list of deadlines.
dated as (
    select
        concerned.*,
        listed.request_days_text,
        limits.is_request_told,
        limits.counted_from_date,
        limits.fault,
        first_dates.due_at as first_due_at,
        again.restarted_due_at,
        again.latest_due_date as restarted_latest_date,
        coalesce(
            concerned.due_at_after,
            case
                when concerned.slips = 0 and cast(concerned.due_at as date) <> cast(concerned.due_at_original as date)
                    then concerned.due_at
            end
        ) as new_due_at,
        least(parameters.window_to, cast(concerned.taken_at as date)) as held_until_date,
        cast(greatest(concerned.received_at, concerned.last_requested_at, concerned.completed_at) as date)
            as held_since_date,
        parameters.supplement_working_days,
        parameters.supplement_near_due_days
    from concerned
    cross join parameters
    inner join case_limits as limits on concerned.case_id = limits.case_id
    left join listed on concerned.case_id = listed.case_id
    left join case_restart_dates as again on concerned.case_id = again.case_id
    left join deadline_dates as first_dates
        on
            limits.counted_from_date = first_dates.counted_from_date
            and limits.limit_amount = first_dates.limit_amount
            and limits.limit_unit = first_dates.limit_unit
    where concerned.has_restart_row or concerned.is_held or concerned.is_pause or concerned.is_refusal
),

measured as (
    select
        dated.*,
        due_day.working_day_number - received_day.working_day_number as room_working_days,
        coalesce(case when dated.request_days = 1 then dated.due_at_before end, dated.due_at_original) as asked_due_at,
        greatest(coalesce(dated.due_at_original, dated.first_due_at), dated.restarted_due_at) as refusal_due_at
    from dated
    left join stg_calendar as received_day on dated.counted_from_date = received_day.calendar_date
    left join stg_calendar as due_day on cast(dated.due_at_original as date) = due_day.calendar_date
)

select
    case_id,
    unit_code,
    procedure_code,
    outcome,
    status_as_written,
    received_at,
    counted_from_date,
    due_at_original,
    supplement_working_days,

    -- C1: requests since the receipt that stand in the lists, two slips of one day being one request
    listed_request_days as listed_requests,
    request_days_text,

    -- C2
    first_requested_at,
    case
        when outcome <> 'not_accepted' and request_days > 0 and counted_from_date is not null
            then request_working_days
    end as request_working_days,

    -- C3: where the whole limit is hardly longer than the days in which papers may be asked for, every request is near
    last_requested_at,
    asked_due_at,
    case
        when
            outcome <> 'not_accepted'
            and request_days > 0
            and room_working_days > supplement_working_days + supplement_near_due_days
            then datediff('day', cast(last_requested_at as date), cast(asked_due_at as date))
    end as request_lead_days,

    -- C4
    held_since_date,
    held_until_date,
    case when is_held then datediff('day', held_since_date, held_until_date) end as held_days,
    case
        when held_since_date = cast(last_requested_at as date) then 'ngày yêu cầu bổ sung'
        when held_since_date = cast(completed_at as date) then 'ngày bổ sung đủ hồ sơ'
        else 'ngày tiếp nhận, vì không rõ ngày bắt đầu chờ'
    end as held_since_what,

    -- C5: a closed day may be moved to the next working day
    completed_at,
    new_due_at,
    restarted_due_at,
    case
        when outcome = 'not_accepted' or fault is not null then null
        when restart_standing <> 'restarted' or request_days <> 1 then null
        when cast(new_due_at as date) < cast(restarted_due_at as date)
            then datediff('day', cast(restarted_due_at as date), cast(new_due_at as date))
        when cast(new_due_at as date) > restarted_latest_date
            then datediff('day', restarted_latest_date, cast(new_due_at as date))
        when new_due_at is not null and restarted_latest_date is not null then 0
    end as new_date_difference_days,

    -- C6: a pause with an end contradicts itself (rule A5)
    outcome <> 'not_accepted' and is_pause and ended_at is null and is_request_told as is_pause_judged,
    cast(has_request as integer) as known_requests,

    -- C7
    refusal_due_at,
    ended_at,
    case
        when not is_refusal or restart_standing in ('unknown', 'waiting') or refusal_due_at is null or ended_at is null
            then null
        when cast(ended_at as date) > cast(refusal_due_at as date)
            then datediff('day', cast(refusal_due_at as date), cast(ended_at as date))
        else 0
    end as refusal_days_late
from measured
