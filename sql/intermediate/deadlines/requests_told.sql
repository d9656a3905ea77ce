-- One row per supplement request: what the lists that know it say of it together, the latest of them first.
with ordered as (
    select
        case_requests.*,
        row_number() over (
            partition by thread, case_key, requested_date, number_of_day
            order by case when as_of is null then 1 else 0 end, as_of desc, extract_id desc, sheet desc, row_number desc
        ) as recency
    from case_requests
),

merged as (
    select
        ordered.*,
        count(*) over same_request as times_listed,
        min(system_rank) over same_request as first_rank,
        first_value(request_id ignore nulls) over same_request as known_request_id,
        first_value(unit_code ignore nulls) over same_request as known_unit_code,
        first_value(requested_at ignore nulls) over same_request as known_requested_at,
        first_value(supplemented_at ignore nulls) over same_request as known_supplemented_at,
        first_value(due_at_before ignore nulls) over same_request as known_due_at_before,
        first_value(due_at_after ignore nulls) over same_request as known_due_at_after,
        first_value(status ignore nulls) over same_request as known_status,
        first_value(has_content ignore nulls) over same_request as known_has_content
    from ordered
    window same_request as (
        partition by thread, case_key, requested_date, number_of_day
        order by recency
        rows between unbounded preceding and unbounded following
    )
)

select
    thread,
    case_key,
    case_code,
    case_id,
    cases_with_code,
    row_number() over (
        partition by thread, case_key
        order by case when requested_date is null then 1 else 0 end, requested_date, number_of_day
    ) as request_number,
    known_request_id as request_id,
    known_unit_code as unit_code,
    known_requested_at as requested_at,
    known_supplemented_at as supplemented_at,
    known_due_at_before as due_at_before,
    known_due_at_after as due_at_after,
    known_status as status,
    known_has_content as has_content,
    times_listed,
    -- Two systems may tell of one request on different days: what only a lower system tells is no second request.
    first_rank > min(first_rank) over (partition by thread, case_key) as is_told_elsewhere,
    source_system,
    extract_id,
    sheet,
    row_number
from merged
where recency = 1
