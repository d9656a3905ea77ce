-- One row per case with a request for supplements since its receipt: the due date counted again from the completion of
-- its papers, and the request's lines in the steps of the calculation.
with parameters as (
    select
        desk_closes_hour * 3600 as closes_second,
        cast(supplement_working_days as integer) as supplement_working_days
    from stg_parameters
),

calendar as (
    select * from stg_calendar
),

restarts as (
    select
        restarts.*,
        parameters.supplement_working_days,
        requested_day.day_text as requested_text,
        completed_day.day_text as completed_text,
        has_hour(restarts.completed_at) as has_hour,
        case
            when
                extract(hour from restarts.completed_at) * 3600
                + extract(minute from restarts.completed_at) * 60
                + extract(second from restarts.completed_at) > parameters.closes_second
                then completed_day.next_open_date
            else completed_day.calendar_date
        end as restart_from_date
    from case_restarts as restarts
    cross join parameters
    left join calendar as requested_day on cast(restarts.first_requested_at as date) = requested_day.calendar_date
    left join calendar as completed_day on cast(restarts.completed_at as date) = completed_day.calendar_date
    where restarts.restart_standing <> 'none'
),

dated as (
    select
        restarts.*,
        dates.due_at as restarted_due_at,
        case when restarts.has_hour then dates.latest_due_date else dates.latest_due_date_of_unknown_hour end
            as latest_due_date,
        dates.counting_text,
        dates.due_text,
        from_day.day_text as from_text
    from restarts
    inner join case_limits as limits on restarts.case_id = limits.case_id
    left join calendar as from_day on restarts.restart_from_date = from_day.calendar_date
    left join deadline_dates as dates
        on
            restarts.restart_standing = 'restarted'
            and restarts.restart_from_date = dates.counted_from_date
            and limits.limit_amount = dates.limit_amount
            and limits.limit_unit = dates.limit_unit
)

select
    case_id,
    restart_standing,
    first_requested_at,
    request_working_days,
    case when restart_standing = 'restarted' then completed_at end as restarted_at,
    restarted_due_at,
    latest_due_date,
    concat_ws(
        chr(10),
        case
            when requested_text is null then 'Yêu cầu bổ sung: không rõ ngày yêu cầu.'
            when request_working_days is null then concat('Yêu cầu bổ sung lần đầu: ngày ', requested_text, '.')
            else concat(
                'Yêu cầu bổ sung lần đầu: ngày ', requested_text, ', ', cast(request_working_days as varchar),
                ' ngày làm việc sau tiếp nhận (được phép trong ', cast(supplement_working_days as varchar),
                ' ngày làm việc).'
            )
        end,
        case restart_standing
            when 'restarted'
                then
                    concat(
                        'Đủ hồ sơ: ngày ', completed_text,
                        case
                            when from_text <> completed_text
                                then concat(', sau giờ làm việc nên tính cho ngày làm việc kế tiếp ', from_text)
                            else ''
                        end, '; thời hạn tính lại từ đầu.'
                    )
            when 'waiting' then 'Chưa bổ sung đủ: thời hạn sẽ tính lại từ đầu khi đủ hồ sơ.'
            when 'unlawful' then 'Yêu cầu muộn: thời hạn không tính lại.'
            else 'Không đủ dữ liệu để biết thời hạn có tính lại hay không.'
        end,
        case
            when request_days > 1
                then concat('Yêu cầu trong ', cast(request_days as varchar), ' ngày: chỉ lần đầu được xét.')
        end,
        case
            when restarted_due_at is not null
                then concat('Cách đếm lại: ', counting_text, '.')
        end,
        case when restarted_due_at is not null then concat('Hạn tính lại: ', due_text, '.') end
    ) as restart_lines
from dated
