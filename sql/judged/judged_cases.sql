-- One row per case in scope, with what the rules A1-B7 look at: each measure is a number or a code, never a name.
with parameters as (
    select * from stg_parameters
),

immediate as (
    select distinct procedure_code from stg_published_procedures where is_immediate
),

-- A date can only be missed where the extract has a column for it.
fields as (
    select
        extract_id,
        max(case when field = 'procedure_code' then 1 else 0 end) = 1 as has_procedure_column,
        max(case when field = 'due_at_original' then 1 else 0 end) = 1 as has_due_column,
        max(case when field = 'finished_at' then 1 else 0 end) = 1 as has_finished_column,
        max(case when field = 'returned_at' then 1 else 0 end) = 1 as has_returned_column
    from source_extract_fields
    group by extract_id
),

demanded as (
    select
        cases.*,
        parameters.window_to,
        coalesce(cases.procedure_code is null and fields.has_procedure_column, false) as lacks_procedure,
        -- Without a list of status texts none of them can be missing from it.
        status_as_written is not null
        and status_code is null
        and exists (select 1 from ref_status_codes) as lacks_status_code,
        coalesce(status_code <> 1 and status_code <> 3 and received_at is null, false) as lacks_received,
        coalesce(
            status_code in (2, 4, 5, 6, 9, 10)
            and due_at_original is null
            and fields.has_due_column
            and immediate.procedure_code is null,
            false
        ) as lacks_due,
        coalesce(status_code in (7, 8, 9, 10) and finished_at is null and fields.has_finished_column, false)
            as lacks_finished,
        coalesce(status_code = 10 and returned_at is null and fields.has_returned_column, false) as lacks_returned,
        -- Two moments of which one is known by its day only are compared by their days.
        coalesce(
            case
                when cast(finished_at as time) = time '00:00:00' or cast(received_at as time) = time '00:00:00'
                    then cast(finished_at as date) < cast(received_at as date)
                else finished_at < received_at
            end, false
        ) as finished_before_received,
        coalesce(
            case
                when cast(finished_at as time) = time '00:00:00' or cast(returned_at as time) = time '00:00:00'
                    then cast(returned_at as date) < cast(finished_at as date)
                else returned_at < finished_at
            end, false
        ) as returned_before_finished,
        coalesce(greatest(received_at, finished_at, returned_at) > taken_at, false) as after_extract_taken
    from cases
    cross join parameters
    left join fields on cases.extract_id = fields.extract_id
    left join immediate on cases.procedure_code = immediate.procedure_code
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
    measured_at,
    days_late,
    working_days_late,
    apology_status,
    slip_date,
    slip_lead_days,
    slips,
    rows_with_code,

    -- A1
    cast(lacks_received as integer) + cast(lacks_due as integer) + cast(lacks_finished as integer)
    + cast(lacks_returned as integer) as missing_dates,
    concat_ws(
        ', ',
        case when lacks_received then 'ngày tiếp nhận' end,
        case when lacks_due then 'ngày hẹn trả' end,
        case when lacks_finished then 'ngày có kết quả' end,
        case when lacks_returned then 'ngày trả kết quả' end
    ) as missing_date_names,

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
            (status_code in (1, 2, 4, 5, 6) and coalesce(finished_at, returned_at) is not null)
            or (status_code = 9 and returned_at is not null), false
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
    case when channel = 'online' then service_level end as online_service_level,

    -- B3: as many moves as there are slips with different new dates, or as the system itself counts
    greatest(coalesce(new_due_dates, 0), coalesce(due_moves, 0)) as reappointments,

    -- B4: a restart after a supplement (NĐ 61/2018 Đ19(4)) moves the date lawfully without a slip
    coalesce(
        cast(due_at as date) <> cast(due_at_original as date) and supplement_completed_at is null, false
    ) as is_due_moved,
    cast(slips = 0 or coalesce(slip_lead_days <= 0, false) as integer) as unlawful_moves,

    -- B5
    case apology_status
        when 'missing' then 'không có phiếu'
        when 'late' then 'phiếu lập muộn'
        when 'no_reason' then 'phiếu không nêu lý do'
        when 'no_new_date' then 'phiếu không có ngày hẹn mới'
        when 'repeated' then 'hẹn lại nhiều lần'
    end as apology_fault,

    -- B6
    coalesce(
        last_new_due_date, case when cast(due_at as date) > cast(due_at_original as date) then cast(due_at as date) end
    ) as new_due_date,
    datediff(
        'day',
        coalesce(
            last_new_due_date,
            case when cast(due_at as date) > cast(due_at_original as date) then cast(due_at as date) end
        ),
        cast(measured_at as date)
    ) as days_after_new_date,

    -- B7: working days after the due date; a return later than the extract itself (rule A2) tells nothing
    case
        when finished_at is null or coalesce(returned_at > taken_at, false) then null
        when cast(returned_at as date) <= cast(due_at_original as date) then 0
        else returned_day.working_day_number - due_day.working_day_number
    end as handover_working_days
from demanded
left join stg_calendar as due_day on cast(demanded.due_at_original as date) = due_day.calendar_date
left join stg_calendar as returned_day on cast(demanded.returned_at as date) = returned_day.calendar_date
