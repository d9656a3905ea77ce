-- One row per case and system that knows it: the date first promised to the applicant, and from which source it is
-- known. A column of an extract shows what stands in it when the extract is taken, which may be a moved date; older
-- sources may know the date before it:
--   column           the due date of the latest extract; no other source says otherwise
--   earlier_extract  an older extract of the system has another due date
--   slip             the column shows the new date of the slip, or a later one: the slip's own "due date" stood before
--   request          the column shows the date that a request for papers led to: the one before stands with the
--                   request
--   moved_unknown    the system says that the date was moved, and no source says from when
with versions as (
    select
        repeats.current_row as record_id,
        repeats.extract_number,
        cases.extract_id,
        cases.sheet,
        cases.row_number,
        cases.due_at_original,
        cases.finished_at is not null or cases.returned_at is not null or cases.is_status_closed as is_closed
    from stg_case_repeats as repeats
    inner join stg_cases as cases on repeats.row_id = cases.row_id
    where repeats.is_last_in_extract and cases.due_at_original is not null
),

moves as (
    select
        versions.*,
        lag(cast(due_at_original as date)) over by_age as day_before,
        lag(is_closed) over by_age as was_closed
    from versions
    window by_age as (partition by record_id order by extract_number)
),

earlier as (
    select
        record_id,
        arg_min(due_at_original, extract_number) as due_at,
        arg_min(extract_id, extract_number) as extract_id,
        arg_min(sheet, extract_number) as sheet,
        arg_min(row_number, extract_number) as row_number,
        count(*) filter (where cast(due_at_original as date) > day_before and not was_closed) as moves_while_open,
        count(*) filter (where cast(due_at_original as date) > day_before) as moves
    from moves
    group by record_id
),

-- The first request of a case that tells the due date before it and the one after.
requests as (
    select
        case_id,
        arg_min(due_at_before, requested_at) as due_at_before,
        arg_min(due_at_after, requested_at) as due_at_after
    from requests_told
    where case_id is not null and due_at_before is not null and due_at_after is not null
    group by case_id
),

known as (
    select
        scope.record_id,
        scope.due_at_original as column_due_at,
        scope.due_at,
        case when cast(earlier.due_at as date) <> cast(scope.due_at_original as date) then earlier.due_at end
            as earlier_due_at,
        earlier.extract_id as earlier_extract_id,
        earlier.sheet as earlier_sheet,
        earlier.row_number as earlier_row_number,
        coalesce(earlier.moves_while_open, 0) as moves_while_open,
        coalesce(earlier.moves, 0) as moves_seen,
        -- The latest due date known is still the column's: only where that is the new date, or lies after it, the
        -- slip's old date is the older one. A slip that names another old date than the system's is examined as such.
        case
            when
                slips.due_date < slips.new_due_date
                and slips.due_date >= coalesce(cast(scope.received_at as date), slips.due_date)
                and cast(coalesce(earlier.due_at, scope.due_at_original) as date) >= slips.new_due_date
                then cast(slips.due_date as timestamp)
        end as slip_due_at,
        case
            when
                cast(requests.due_at_before as date) < cast(requests.due_at_after as date)
                and cast(coalesce(earlier.due_at, scope.due_at_original) as date)
                >= cast(requests.due_at_after as date)
                then requests.due_at_before
        end as request_due_at,
        coalesce(scope.due_moves, 0) as due_moves
    from case_scope as scope
    left join earlier on scope.record_id = earlier.record_id
    -- Slips and requests tell of the record that describes the case; a mirror is taken by what it shows itself.
    left join case_slips as slips on scope.case_key = slips.case_key and scope.record_id = scope.described_by
    left join requests on scope.case_id = requests.case_id and scope.record_id = scope.described_by
),

chosen as (
    select
        known.*,
        case
            when slip_due_at is not null and slip_due_at <= coalesce(request_due_at, slip_due_at) then 'slip'
            when request_due_at is not null then 'request'
            when earlier_due_at is not null then 'earlier_extract'
            when column_due_at is null then null
            when due_moves > 0 and coalesce(cast(due_at as date) = cast(column_due_at as date), true)
                then 'moved_unknown'
            else 'column'
        end as first_promise_source
    from known
)

select
    record_id,
    first_promise_source,
    case first_promise_source
        when 'slip' then slip_due_at
        when 'request' then request_due_at
        when 'earlier_extract' then earlier_due_at
        else column_due_at
    end as due_at_original,
    coalesce(first_promise_source <> 'moved_unknown', false) as is_first_promise_known,
    case when first_promise_source = 'earlier_extract' then earlier_extract_id end as promise_extract_id,
    case when first_promise_source = 'earlier_extract' then earlier_sheet end as promise_sheet,
    case when first_promise_source = 'earlier_extract' then earlier_row_number end as promise_row_number,
    -- A due date altered after the case had been closed moved nothing (rule D9 looks at that).
    coalesce(
        first_promise_source = 'earlier_extract'
        and moves_while_open = 0
        and cast(due_at as date) = cast(column_due_at as date),
        false
    ) as is_altered_when_closed,
    moves_while_open
from chosen
