-- One row per case received by the end of the window, refused ones too: the day from which its time limit counts, and
-- the published limit that was valid on the day of receipt. `fault` tells why there is none.
with parameters as (
    select desk_closes_hour * 3600 as closes_second from stg_parameters
),

calendar as (
    select * from stg_calendar
),

-- Case lists that say when papers were asked for: in a column, or in a list of requests that came with them.
request_tellers as (
    select extract_id from source_extract_fields where field = 'supplement_requested_at'
    union
    select cases.extract_id
    from source_extracts as cases
    inner join source_extracts as requests on cases.sha256 = requests.sha256
    where cases.kind = 'cases' and requests.kind = 'supplement_requests' and requests.outcome = 'read'
),

-- A receipt later than the extract itself is no receipt (rule A2). A day without an hour may have been after hours.
received as (
    select
        cases.case_id,
        cases.unit_code,
        cases.procedure_code,
        cases.received_at,
        coalesce(cases.received_at <= cases.taken_at, cases.received_at is not null) as is_received,
        has_hour(cases.received_at) as has_hour,
        extract(hour from cases.received_at) * 3600
        + extract(minute from cases.received_at) * 60
        + extract(second from cases.received_at) > parameters.closes_second as is_after_hours,
        inputs.has_published_list,
        request_tellers.extract_id is not null or coalesce(inputs.has_whole_request_list, false) as is_request_told
    from case_scope as cases
    cross join parameters
    left join stg_unit_inputs as inputs on cases.unit_code = inputs.unit_code
    left join request_tellers on cases.extract_id = request_tellers.extract_id
    where cases.record_id = cases.described_by
)

select
    received.case_id,
    received.unit_code,
    received.procedure_code,
    received.received_at,
    received.has_hour,
    received.is_after_hours,
    received.is_request_told,
    case
        when not received.is_received then null
        when received.is_after_hours then calendar.next_open_date
        else calendar.calendar_date
    end as counted_from_date,
    limits.limit_text,
    limits.limit_amount,
    limits.limit_unit,
    limits.decision,
    case
        when not received.is_received then 'no_receipt'
        when received.procedure_code is null then 'no_procedure'
        when not coalesce(received.has_published_list, false) then 'no_list'
        when limits.limit_standing is null then 'not_published'
        when limits.limit_standing <> 'ok' then limits.limit_standing
    end as fault
from received
left join calendar on cast(received.received_at as date) = calendar.calendar_date
left join procedure_limits as limits
    on
        received.is_received
        and received.unit_code = limits.unit_code
        and received.procedure_code = limits.procedure_code
        and cast(received.received_at as date) between limits.period_from and limits.period_to
