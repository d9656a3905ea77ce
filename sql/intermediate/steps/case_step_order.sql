-- One row per step of a case, told by the list that knows the case's steps best: their order, from when to when, and
-- for an open one until when it was seen. A code that several cases bear names none of them (case_id is empty).
with listed as (
    select
        *,
        coalesce(taken_at, end_of_day(max(greatest(started_at, ended_at)) over (partition by extract_id))) as as_of,
        coalesce(started_at, ended_at) as anchor_at
    from stg_case_steps
    where case_key is not null
),

-- Of one list several steps of a body may have begun at one time; a row without any time is a step of its own.
numbered as (
    select
        *,
        case
            when anchor_at is null then concat_ws(':', extract_id, sheet, row_number)
            else cast(
                dense_rank() over (
                    partition by extract_id, case_key, body, anchor_at
                    order by ended_at nulls last
                ) as varchar
            )
        end as occurrence
    from listed
),

-- A later list tells a step again, perhaps with its end.
current as (
    select * from numbered
    qualify row_number() over (
        partition by source_system, case_key, body, anchor_at, occurrence
        order by as_of desc nulls last, extract_id desc, sheet desc, row_number desc
    ) = 1
),

-- The list with the most norms, or the most steps: two tellings of one case are not added up.
tellers as (
    select case_key, source_system
    from current
    group by case_key, source_system
    qualify row_number() over (
        partition by case_key order by count(norm_end_at) desc, count(*) desc, source_system
    ) = 1
),

cases as (
    select case_key, case_id, unit_code, procedure_code, received_at, is_in_scope, counts_as, seen_until
    from case_scope
    where record_id = described_by and case_key is not null
    qualify count(*) over (partition by case_key) = 1
),

ordered as (
    select
        current.*,
        row_number() over in_order as step_number,
        count(*) over (partition by current.case_key) as steps_of_case,
        lag(current.ended_at) over in_order as ended_before_at
    from current
    inner join tellers on current.case_key = tellers.case_key and current.source_system = tellers.source_system
    window in_order as (
        partition by current.case_key
        order by
            current.ended_at nulls last, current.started_at, current.extract_id, current.sheet, current.row_number
    )
)

select
    ordered.case_key,
    ordered.case_code,
    cases.case_id,
    coalesce(cases.unit_code, ordered.unit_code, 'UNRESOLVED') as unit_code,
    cases.procedure_code,
    coalesce(cases.is_in_scope, false) as is_in_scope,
    cases.counts_as,
    cast(ordered.step_number as integer) as step_number,
    cast(ordered.steps_of_case as integer) as steps_of_case,
    ordered.body,
    ordered.body_kind,
    ordered.receiving_body,
    ordered.is_desk_step,
    ordered.is_desk_next,
    -- A slip tells only when a step ended: it began as the one before it ended, the first one with the receipt.
    coalesce(
        ordered.started_at,
        ordered.ended_before_at,
        case when ordered.step_number = 1 and cases.received_at <= ordered.ended_at then cases.received_at end
    ) as started_at,
    case
        when ordered.started_at is not null then 'told'
        when ordered.ended_before_at is not null then 'step_before'
        when ordered.step_number = 1 and cases.received_at <= ordered.ended_at then 'receipt'
    end as started_basis,
    ordered.ended_before_at,
    ordered.ended_at,
    ordered.norm_end_at,
    ordered.result_told,
    ordered.status_as_written,
    ordered.has_content,
    least(cases.seen_until, ordered.as_of) as seen_until,
    ordered.source_system,
    ordered.extract_id,
    ordered.sheet,
    ordered.row_number
from ordered
left join cases on ordered.case_key = cases.case_key
