-- One row per accepted case: the due date that the law gives, recomputed from the receipt, the published time limit
-- and the calendar; beside it the first promise, the date in force and that of the one lawful re-appointment, and the
-- lateness by each.
with parameters as (
    select
        concat(
            lpad(cast(cast(floor(desk_closes_hour) as integer) as varchar), 2, '0'), ':',
            lpad(cast(cast((desk_closes_hour - floor(desk_closes_hour)) * 60 as integer) as varchar), 2, '0')
        ) as closes_text
    from stg_parameters
),

calendar as (
    select * from stg_calendar
),

compared as (
    select
        cases.case_id,
        cases.unit_code,
        cases.procedure_code,
        cases.received_at,
        cases.due_at_original,
        cases.due_in_force_at,
        cases.due_in_force_basis,
        cases.days_late,
        limits.has_hour,
        limits.is_after_hours,
        limits.limit_text,
        limits.limit_amount,
        limits.limit_unit,
        limits.decision,
        limits.counted_from_date,
        parameters.closes_text,
        received_day.day_text as received_text,
        counted_day.day_text as counted_text,
        dates.limit_standing,
        dates.restart_standing,
        dates.lawful_due_first_at,
        dates.lawful_due_at,
        dates.latest_due_date,
        dates.counting_text,
        dates.due_text,
        restarts.first_requested_at,
        restarts.request_working_days,
        restarts.restarted_at,
        restarts.restart_lines,
        outcomes.days_late_lawful,
        outcomes.days_late_first_promise,
        case when inputs.has_slip_list then dates.reappointed_at end as reappointed_at,
        case when inputs.has_slip_list or outcomes.days_late = 0 then outcomes.days_late_reappointed end
            as days_late_reappointed,
        datediff('day', cast(dates.lawful_due_at as date), cast(cases.due_at_original as date))
            as promise_difference_days,
        datediff('day', dates.latest_due_date, cast(cases.due_at_original as date)) as padded_days,
        datediff('day', cast(cases.due_at_original as date), cast(dates.lawful_due_first_at as date))
            as squeezed_days
    from cases
    cross join parameters
    inner join case_outcomes as outcomes on cases.record_id = outcomes.record_id
    inner join case_due_dates as dates on cases.record_id = dates.record_id
    inner join case_limits as limits on cases.case_id = limits.case_id
    left join case_restart_dates as restarts on cases.case_id = restarts.case_id
    left join stg_unit_inputs as inputs on cases.unit_code = inputs.unit_code
    left join calendar as received_day on cast(cases.received_at as date) = received_day.calendar_date
    left join calendar as counted_day on limits.counted_from_date = counted_day.calendar_date
    where cases.outcome <> 'not_accepted'
)

select
    case_id,
    unit_code,
    procedure_code,
    received_at,
    limit_standing,
    limit_text,
    limit_amount,
    limit_unit,
    decision,
    counted_from_date,
    lawful_due_first_at,
    restart_standing,
    first_requested_at,
    request_working_days,
    restarted_at,
    lawful_due_at,
    latest_due_date,
    due_at_original as promised_at,
    promise_difference_days,
    case when padded_days > 0 then padded_days when padded_days <= 0 then 0 end as padding_days,
    case when squeezed_days > 0 then squeezed_days when squeezed_days <= 0 then 0 end as squeeze_days,
    reappointed_at,
    due_in_force_at,
    due_in_force_basis,
    days_late_lawful as late_days_lawful,
    days_late_first_promise as late_days_promised,
    days_late as late_days_in_force,
    days_late_reappointed as late_days_moved,
    concat_ws(
        chr(10),
        case
            when limit_standing = 'no_receipt' then 'Tiếp nhận: không có thời điểm tiếp nhận dùng được.'
            when not has_hour then concat('Tiếp nhận: ngày ', received_text, ', không ghi giờ.')
            else concat(
                'Tiếp nhận: ', lpad(cast(extract(hour from received_at) as varchar), 2, '0'), ':',
                lpad(cast(extract(minute from received_at) as varchar), 2, '0'), ' ngày ', received_text,
                case
                    when is_after_hours
                        then concat(', sau ', closes_text, ' nên tính cho ngày làm việc kế tiếp ', counted_text)
                    else ''
                end, '.'
            )
        end,
        case
            when limit_text is not null
                then concat(
                    'Thời hạn công bố: ', limit_text,
                    case when decision is null then '' else concat(' (', decision, ')') end, '.'
                )
        end,
        case limit_standing
            when 'ok' then concat('Cách đếm: ', counting_text, '.')
            when 'no_receipt' then 'Không tính được hạn.'
            when 'no_procedure' then 'Không tính được hạn: hồ sơ không có mã thủ tục.'
            when 'no_list' then 'Không tính được hạn: chưa nhận được danh mục thủ tục công bố cho đơn vị.'
            when 'not_published' then 'Không tính được hạn: thủ tục không có trong danh mục công bố vào ngày tiếp nhận.'
            when 'no_limit' then 'Không tính được hạn: danh mục không ghi thời hạn, hoặc không đọc được chắc chắn.'
            when 'several_limits' then 'Không tính được hạn: danh mục ghi nhiều thời hạn khác nhau.'
            else 'Không tính được hạn: có ngày nằm ngoài các năm của bảng ngày nghỉ.'
        end,
        case when limit_standing = 'ok' then concat('Hạn tính từ tiếp nhận: ', due_text, '.') end,
        restart_lines,
        case
            when restart_standing = 'not_told'
                then 'Trích xuất không cho biết việc bổ sung hồ sơ: không rõ thời hạn có tính lại hay không.'
        end,
        case due_in_force_basis
            when 'restarted' then 'Hạn có hiệu lực: hạn tính lại từ ngày đủ hồ sơ.'
            when 'restart_promise' then 'Hạn có hiệu lực: ngày hẹn mới sau khi bổ sung, vì không rõ thời hạn công bố.'
            when 'restart_unknown'
                then
                    concat(
                        'Hạn có hiệu lực: không rõ, vì không biết ',
                        case when restart_standing = 'restarted' then 'thời hạn công bố' else 'ngày đủ hồ sơ' end, '.'
                    )
            when 'waiting' then 'Hạn có hiệu lực: chưa tính, vì đang chờ người nộp bổ sung theo yêu cầu đúng hạn.'
            when 'waiting_unknown'
                then 'Hạn có hiệu lực: không rõ, vì đang chờ bổ sung mà không biết yêu cầu từ ngày nào.'
        end,
        case
            when promise_difference_days = 0 then 'Ngày hẹn trả: đúng ngày của hạn theo luật.'
            when promise_difference_days > 0
                then concat('Ngày hẹn trả: sau hạn theo luật ', cast(promise_difference_days as varchar), ' ngày.')
            when promise_difference_days < 0
                then concat('Ngày hẹn trả: trước hạn theo luật ', cast(-promise_difference_days as varchar), ' ngày.')
            when due_at_original is null then 'Ngày hẹn trả: không có.'
        end
    ) as steps
from compared
