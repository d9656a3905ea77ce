-- One row per case in scope, with what the rules A1-A7 look at: each measure is a number or a code, never a name.
with immediate as (
    select distinct procedure_code from stg_published_procedures where is_immediate
),

-- A date can only be missed where the extract has a column for it.
fields as (
    select
        extract_id,
        max(case when field = 'procedure_code' then 1 else 0 end) = 1 as has_procedure_column,
        max(case when field = 'status' then 1 else 0 end) = 1 as has_status_column,
        max(case when field = 'due_at_original' then 1 else 0 end) = 1 as has_due_column,
        max(case when field = 'finished_at' then 1 else 0 end) = 1 as has_finished_column,
        max(case when field = 'returned_at' then 1 else 0 end) = 1 as has_returned_column
    from source_extract_fields
    group by extract_id
),

demanded as (
    select
        cases.*,
        stages.stage,
        stages.counts_as,
        coalesce(fields.has_status_column, false) as has_status_column,
        coalesce(has_unread_received, false) as has_unread_received,
        coalesce(has_unread_due, false) as has_unread_due,
        coalesce(has_unread_finished, false) as has_unread_finished,
        coalesce(has_unread_returned, false) as has_unread_returned,
        coalesce(cases.procedure_code is null and fields.has_procedure_column, false) as lacks_procedure,
        -- Without a list of status texts none of them can be missing from it.
        cases.status_as_written is not null
        and cases.status_code is null
        and exists (select 1 from ref_status_codes) as lacks_status_code,
        coalesce(stages.counts_as <> 'not_accepted' and cases.received_at is null, false) as lacks_received,
        coalesce(
            stages.counts_as in ('pending', 'completed')
            and cases.due_at_original is null
            and fields.has_due_column
            and immediate.procedure_code is null,
            false
        ) as lacks_due,
        coalesce(
            stages.counts_as in ('completed', 'withdrawn', 'stopped')
            and cases.finished_at is null
            and fields.has_finished_column,
            false
        )
            as lacks_finished,
        coalesce(stages.stage = 'returned' and cases.returned_at is null and fields.has_returned_column, false)
            as lacks_returned,
        -- Two moments of which one is known by its day only are compared by their days.
        coalesce(
            case
                when not has_hour(cases.finished_at) or not has_hour(cases.received_at)
                    then cast(cases.finished_at as date) < cast(cases.received_at as date)
                else cases.finished_at < cases.received_at
            end, false
        ) as finished_before_received,
        coalesce(
            case
                when not has_hour(cases.finished_at) or not has_hour(cases.returned_at)
                    then cast(cases.returned_at as date) < cast(cases.finished_at as date)
                else cases.returned_at < cases.finished_at
            end, false
        ) as returned_before_finished,
        coalesce(greatest(cases.received_at, cases.finished_at, cases.returned_at) > cases.taken_at, false)
            as after_extract_taken
    from cases
    left join stg_stages as stages on cases.status_code = stages.status_code
    left join fields on cases.extract_id = fields.extract_id
    left join immediate on cases.procedure_code = immediate.procedure_code
    left join judged_unread_dates as unread
        on
            cases.extract_id = unread.extract_id
            and cases.sheet is not distinct from unread.sheet
            and cases.row_number = unread.row_number
)

select
    case_id,
    case_code,
    unit_code,
    procedure_code,
    outcome,
    status_code,
    status_as_written,
    unit_as_written,
    service_level,
    channel,
    received_at,
    due_at_original,
    due_at,
    finished_at,
    returned_at,
    taken_at,
    rows_with_code,

    -- A1
    cast(lacks_received as integer) + cast(lacks_due as integer) + cast(lacks_finished as integer)
    + cast(lacks_returned as integer) as missing_dates,
    concat_ws(
        ', ',
        case
            when lacks_received and has_unread_received then 'ngày tiếp nhận ghi nhưng không đọc được'
            when lacks_received then 'thiếu ngày tiếp nhận'
        end,
        case
            when lacks_due and has_unread_due then 'ngày hẹn trả ghi nhưng không đọc được'
            when lacks_due then 'thiếu ngày hẹn trả'
        end,
        case
            when lacks_finished and has_unread_finished then 'ngày có kết quả ghi nhưng không đọc được'
            when lacks_finished then 'thiếu ngày có kết quả'
        end,
        case
            when lacks_returned and has_unread_returned then 'ngày trả kết quả ghi nhưng không đọc được'
            when lacks_returned then 'thiếu ngày trả kết quả'
        end
    ) as missing_date_names,

    -- A1S, A1C
    has_status_column,
    cast(status_as_written is null as integer) as blank_statuses,
    cast(case_code is null as integer) as blank_codes,

    -- A2D: of days only; whose date was promised before the case came is not asked where it was never accepted
    case
        when coalesce(counts_as, '') <> 'not_accepted'
            then datediff('day', cast(due_at_original as date), cast(received_at as date))
    end as days_due_before_receipt,

    -- A2
    cast(finished_before_received as integer) + cast(returned_before_finished as integer)
    + cast(after_extract_taken as integer) as misordered_dates,
    concat_ws(
        ', ',
        case when finished_before_received then 'có kết quả trước khi tiếp nhận' end,
        case when returned_before_finished then 'trả kết quả trước khi có kết quả' end,
        case when after_extract_taken then 'ngày sau thời điểm trích xuất' end
    ) as misorder_names,

    -- A5
    cast(
        coalesce(
            ((counts_as = 'pending' or stage = 'registered') and coalesce(finished_at, returned_at) is not null)
            or (stage = 'finished' and returned_at is not null), false
        ) as integer
    ) as status_contradictions,

    -- A6
    cast(lacks_status_code as integer)
    + cast(unit_code = 'UNRESOLVED' as integer)
    + cast(lacks_procedure as integer) as unresolved_references,
    concat_ws(
        ', ',
        case when lacks_status_code then 'trạng thái chưa có trong danh mục' end,
        case when unit_code = 'UNRESOLVED' then 'không xác định được đơn vị' end,
        case when lacks_procedure then 'thiếu mã thủ tục' end
    ) as unresolved_names,

    -- A7
    case when channel = 'online' then service_level end as online_service_level
from demanded
