-- One row per case of which a request for supplements is known: the first request, when it was complied with, and
-- whether the time limit starts again from zero (NĐ 61/2018 Đ19(4)).
--   none       no request since the receipt
--   restarted  the first request came in time and was complied with
--   waiting    the first request came in time, the papers are still awaited
--   unlawful   the first request came too late
--   unknown    the extracts do not tell when it was made or complied with
with parameters as (
    select
        supplement_working_days,
        desk_closes_hour * 3600 as closes_second
    from stg_parameters
),

calendar as (
    select * from stg_calendar
),

-- What the case's own record says, else the lists of requests.
cases as (
    select
        scope.case_id,
        scope.received_at,
        scope.is_ended,
        scope.counts_as,
        scope.awaits,
        coalesce(scope.supplement_requested_at, listed.first_requested_at) as supplement_requested_at,
        coalesce(scope.supplement_completed_at, listed.last_supplemented_at) as supplement_completed_at
    from case_scope as scope
    left join case_supplement_dates as listed on scope.case_id = listed.case_id
    where scope.record_id = scope.described_by
),

known as (
    select
        case_id,
        requested_at,
        supplemented_at,
        due_at_before,
        due_at_after,
        true as is_listed
    from requests_told
    where case_id is not null and not is_told_elsewhere
    union all
    select
        case_id,
        supplement_requested_at,
        null as supplemented_at,
        null as due_at_before,
        null as due_at_after,
        false as is_listed
    from cases
    where supplement_requested_at is not null or supplement_completed_at is not null
),

elsewhere as (
    select case_id, cast(requested_at as date) as requested_date, supplemented_at
    from requests_told
    where case_id is not null and is_told_elsewhere and supplemented_at is not null
),

-- A request before the receipt belongs to the filing. Two slips of one day are one request.
by_day as (
    select
        known.case_id,
        cast(known.requested_at as date) as requested_date,
        coalesce(cast(known.requested_at as date) >= cast(cases.received_at as date), false) as is_since_receipt,
        max(known.requested_at) as requested_at,
        max(known.supplemented_at) as supplemented_at,
        max(known.due_at_before) as due_at_before,
        max(known.due_at_after) as due_at_after,
        max(case when known.is_listed then 1 else 0 end) as is_listed
    from known
    inner join cases on known.case_id = cases.case_id
    group by known.case_id, cast(known.requested_at as date), cast(cases.received_at as date)
),

ordered as (
    select
        by_day.*,
        row_number() over (partition by case_id, is_since_receipt order by requested_date) as request_order
    from by_day
),

totals as (
    select
        case_id,
        count(case when is_since_receipt then 1 end) as request_days,
        count(case when is_since_receipt and is_listed = 1 then 1 end) as listed_request_days,
        max(case when is_since_receipt then requested_at end) as last_requested_at,
        max(case when requested_date is null and is_listed = 1 then 1 else 0 end) as undated_requests,
        max(case when requested_date is not null or is_listed = 1 then 1 else 0 end) as has_request
    from ordered
    group by case_id
),

-- The first request, as another system tells it within a few days.
told_elsewhere as (
    select first_day.case_id, min(elsewhere.supplemented_at) as supplemented_at
    from ordered as first_day
    inner join elsewhere on first_day.case_id = elsewhere.case_id
    where
        first_day.is_since_receipt
        and first_day.request_order = 1
        and elsewhere.requested_date between first_day.requested_date - 5 and first_day.requested_date + 5
        and cast(elsewhere.supplemented_at as date) >= first_day.requested_date
    group by first_day.case_id
),

joined as (
    select
        totals.*,
        first_day.requested_at as first_requested_at,
        first_day.requested_date as first_requested_date,
        first_day.due_at_before,
        first_day.due_at_after,
        case
            when cast(first_day.supplemented_at as date) >= first_day.requested_date then first_day.supplemented_at
            when
                first_day.supplemented_at is null
                and totals.request_days = 1
                and cast(cases.supplement_completed_at as date) >= first_day.requested_date
                then cases.supplement_completed_at
            when first_day.supplemented_at is null then told_elsewhere.supplemented_at
        end as completed_at,
        cast(cases.supplement_completed_at as date) >= cast(cases.received_at as date) as is_completed_since,
        cases.is_ended or cases.counts_as = 'not_accepted' as is_ended,
        coalesce(cases.awaits = 'papers', false) as is_awaiting_papers,
        cases.supplement_requested_at,
        cases.supplement_completed_at,
        -- A receipt of unknown hour may have been after the desk closed: the request is measured from the next day.
        case
            when
                not has_hour(cases.received_at)
                or extract(hour from cases.received_at) * 3600
                + extract(minute from cases.received_at) * 60
                + extract(second from cases.received_at) > parameters.closes_second
                then received_day.working_day_number + 1
            else received_day.working_day_number
        end as received_number,
        parameters.supplement_working_days
    from totals
    inner join cases on totals.case_id = cases.case_id
    cross join parameters
    left join ordered as first_day
        on totals.case_id = first_day.case_id and first_day.is_since_receipt and first_day.request_order = 1
    left join told_elsewhere on totals.case_id = told_elsewhere.case_id
    left join calendar as received_day on cast(cases.received_at as date) = received_day.calendar_date
),

measured as (
    select
        joined.*,
        case
            when requested_day.working_day_number > joined.received_number
                then requested_day.working_day_number - joined.received_number
            when requested_day.working_day_number <= joined.received_number then 0
        end as request_working_days
    from joined
    left join calendar as requested_day on joined.first_requested_date = requested_day.calendar_date
)

select
    case_id,
    first_requested_at,
    last_requested_at,
    completed_at,
    request_days,
    listed_request_days,
    supplement_requested_at,
    supplement_completed_at,
    is_awaiting_papers,
    has_request = 1 as has_request,
    request_working_days,
    due_at_before,
    due_at_after,
    case
        when request_days = 0 and (undated_requests = 1 or coalesce(is_completed_since, false)) then 'unknown'
        when request_days = 0 then 'none'
        when request_working_days is null then 'unknown'
        when request_working_days > supplement_working_days then 'unlawful'
        when completed_at is not null then 'restarted'
        when request_days > 1 or is_ended then 'unknown'
        else 'waiting'
    end as restart_standing
from measured
