-- One row per accepted case: the due date that the law gives, recomputed from the receipt, the published time limit and
-- the calendar; beside it the promised date, the date of the one lawful re-appointment, and the lateness by each.
with parameters as (
    select
        *,
        concat(
            lpad(cast(cast(floor(desk_closes_hour) as integer) as varchar), 2, '0'), ':',
            lpad(cast(cast((desk_closes_hour - floor(desk_closes_hour)) * 60 as integer) as varchar), 2, '0')
        ) as closes_text
    from stg_parameters
),

calendar as (
    select * from stg_calendar
),

limits as (
    select * from case_limits where outcome <> 'not_accepted'
),

dated as (
    select
        limits.*,
        parameters.grain,
        parameters.closes_text,
        received_day.day_text as received_text,
        counted_day.day_text as counted_text,
        case
            when limits.fault is not null then limits.fault
            when first_dates.due_at is null then 'outside_calendar'
            when restarts.restart_standing = 'restarted' and restarts.restarted_due_at is null then 'outside_calendar'
            else 'ok'
        end as limit_standing,
        first_dates.due_at as first_due_at,
        case when limits.has_hour then first_dates.latest_due_date else first_dates.latest_due_date_of_unknown_hour end
            as first_latest_date,
        first_dates.counting_text,
        first_dates.due_text,
        coalesce(restarts.restart_standing, case when limits.is_request_told then 'none' else 'not_told' end)
            as restart_standing,
        restarts.first_requested_at,
        restarts.request_working_days,
        restarts.restarted_at,
        restarts.restarted_due_at,
        restarts.latest_due_date as restarted_latest_date,
        restarts.restart_lines,
        -- NĐ 61/2018 Đ19(9): once, with a slip sent in time; what a second slip promises does not count.
        case
            when
                limits.slip_lead_days >= parameters.apology_lead_days
                and limits.new_due_date > cast(limits.due_at_original as date)
                then
                    cast(limits.new_due_date as timestamp)
                    + cast(parameters.desk_closes_hour * 3600 as integer) * interval '1' second
        end as reappointed_at
    from limits
    cross join parameters
    left join calendar as received_day on cast(limits.received_at as date) = received_day.calendar_date
    left join calendar as counted_day on limits.counted_from_date = counted_day.calendar_date
    left join deadline_dates as first_dates
        on
            limits.counted_from_date = first_dates.counted_from_date
            and limits.limit_amount = first_dates.limit_amount
            and limits.limit_unit = first_dates.limit_unit
    left join case_restart_dates as restarts on limits.case_id = restarts.case_id
),

-- While the papers are awaited, and where it is not known whether the limit began again, there is no lawful due date to
-- be late by.
settled as (
    select
        dated.*,
        case when limit_standing = 'ok' then first_due_at end as lawful_due_first_at,
        case
            when limit_standing <> 'ok' then null
            when restart_standing = 'restarted' then restarted_due_at
            when restart_standing in ('none', 'unlawful') then first_due_at
        end as lawful_due_at,
        case
            when limit_standing <> 'ok' or restart_standing in ('unknown', 'not_told') then null
            when restart_standing = 'restarted' then greatest(first_latest_date, restarted_latest_date)
            else first_latest_date
        end as latest_due_date
    from dated
),

compared as (
    select
        settled.*,
        datediff('day', cast(lawful_due_at as date), cast(due_at_original as date)) as promise_difference_days,
        datediff('day', latest_due_date, cast(due_at_original as date)) as padded_days,
        datediff('day', cast(due_at_original as date), cast(lawful_due_first_at as date)) as squeezed_days,
        -- A case that ended by its first due date is not late, however its restart stands.
        datediff(
            'day', cast(coalesce(lawful_due_at, lawful_due_first_at) as date), cast(measured_at as date)
        ) as days_past_lawful,
        datediff('day', cast(reappointed_at as date), cast(measured_at as date)) as days_past_moved
    from settled
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
    case
        when
            days_past_lawful = 0 and lawful_due_at is not null
            and grain = 'clock' and cast(measured_at as time) <> time '00:00:00' and measured_at > lawful_due_at
            then 1
        when days_past_lawful <= 0 then 0
        when lawful_due_at is not null then days_past_lawful
    end as late_days_lawful,
    days_late as late_days_promised,
    case
        when days_late = 0 then 0
        when has_slip_list and reappointed_at is null then days_late
        when has_slip_list and days_past_moved > 0 then days_past_moved
        when has_slip_list and days_past_moved <= 0 then 0
    end as late_days_moved,
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
