-- One row per case in scope, with what the rules B1 and B3-B7 look at: each measure is a number or a code, never a
-- name.
with judged as (
    select
        cases.*,
        coalesce(restarts.restart_standing, 'none') as told_standing,
        dates.restart_standing
    from cases
    inner join case_due_dates as dates on cases.record_id = dates.record_id
    left join case_restarts as restarts on cases.case_id = restarts.case_id
),

-- The date of a re-appointment: the last slip's, else where the system moved it. What a request for papers moved is
-- none.
again as (
    select
        case_id,
        coalesce(
            last_new_due_date,
            case
                when
                    cast(due_at as date) > cast(due_at_original as date)
                    and told_standing not in ('restarted', 'waiting', 'unknown')
                    then cast(due_at as date)
            end
        ) as new_due_date
    from judged
)

select
    judged.case_id,
    judged.unit_code,
    judged.procedure_code,
    judged.outcome,
    judged.due_at_original,
    judged.due_at,
    judged.finished_at,
    judged.returned_at,
    judged.measured_at,
    judged.days_late,
    judged.working_days_late,
    judged.apology_status,
    judged.slip_date,
    judged.slip_lead_days,
    judged.slips,

    -- B3: as many moves as there are slips with different new dates, as the system itself counts, or as successive
    -- extracts show; the new date after a lawful request for papers is no re-appointment
    greatest(
        coalesce(new_due_dates, 0),
        greatest(coalesce(due_moves, 0), moves_while_open)
        - cast(told_standing in ('restarted', 'waiting', 'unknown') as integer)
    ) as reappointments,

    -- B4: a restart after a supplement (NĐ 61/2018 Đ19(4)) moves the date lawfully without a slip, an unlawful request
    -- does not; what was altered after the end moved nothing (rule D9)
    coalesce(
        cast(due_at as date) > cast(due_at_original as date)
        and told_standing not in ('restarted', 'waiting', 'unknown')
        and not is_altered_when_closed, false
    ) as is_due_moved,
    cast(slips = 0 or coalesce(slip_lead_days <= 0, false) as integer) as unlawful_moves,
    case first_promise_source
        when 'earlier_extract'
            then
                concat(
                    ' (theo trích xuất trước: ', promise_extract_id,
                    case when coalesce(promise_sheet, '') = '' then '' else concat(', bảng ', promise_sheet) end,
                    ', dòng ', cast(promise_row_number as varchar), ')'
                )
        when 'slip' then ' (theo phiếu xin lỗi; hệ thống đã ghi đè ngày hẹn)'
        when 'request' then ' (theo yêu cầu bổ sung trên Cổng; hệ thống đã ghi đè ngày hẹn)'
        else ''
    end as promise_source_text,

    -- What the finding has to say first, because the input cannot tell it
    concat(
        case
            when restart_standing = 'not_told'
                then 'Trích xuất không cho biết việc bổ sung hồ sơ, nên chưa loại trừ thời hạn đã được tính lại. '
            else ''
        end,
        case
            when awaits = 'payment' then 'Hồ sơ đang chờ người nộp thực hiện nghĩa vụ tài chính. '
            else ''
        end
    ) as caveat,
    due_in_force_at,
    due_in_force_basis,
    case due_in_force_basis
        when 'restarted' then ' (tính lại từ ngày đủ hồ sơ)'
        when 'restart_promise' then ' (ngày hẹn mới sau khi bổ sung hồ sơ)'
        else ''
    end as in_force_text,

    -- B5
    case apology_status
        when 'missing' then 'không có phiếu'
        when 'late' then 'phiếu lập muộn'
        when 'no_reason' then 'phiếu không nêu lý do'
        when 'no_new_date' then 'phiếu không có ngày hẹn mới'
        when 'repeated' then 'hẹn lại nhiều lần'
    end as apology_fault,

    -- B6
    again.new_due_date,
    datediff('day', again.new_due_date, cast(judged.measured_at as date)) as days_after_new_date,

    -- B7: working days after the due date; a return later than the extract itself (rule A2) tells nothing
    case
        when finished_at is null or coalesce(returned_at > taken_at, false) then null
        when cast(returned_at as date) <= cast(due_in_force_at as date) then 0
        else returned_day.working_day_number - due_day.working_day_number
    end as handover_working_days
from judged
inner join again on judged.case_id = again.case_id
left join stg_calendar as due_day on cast(judged.due_in_force_at as date) = due_day.calendar_date
left join stg_calendar as returned_day on cast(judged.returned_at as date) = returned_day.calendar_date
