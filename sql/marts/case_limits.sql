-- One row per case, refused ones too: the day from which its time limit counts, and the published limit that was valid on
-- the day of receipt. `fault` tells why there is none.
with parameters as (
    select
        desk_closes_hour * 3600 as closes_second,
        concat(
            lpad(cast(cast(floor(desk_closes_hour) as integer) as varchar), 2, '0'), ':',
            lpad(cast(cast((desk_closes_hour - floor(desk_closes_hour)) * 60 as integer) as varchar), 2, '0')
        ) as closes_text
    from stg_parameters
),

calendar as (
    select
        days.*,
        next_days.day_text as next_open_text
    from stg_calendar as days
    left join stg_calendar as next_days on days.next_open_date = next_days.calendar_date
),

-- A receipt later than the extract itself is no receipt (rule A2). A day without an hour may have been after hours.
received as (
    select
        cases.*,
        coalesce(cases.received_at <= cases.taken_at, cases.received_at is not null) as is_received,
        cast(cases.received_at as time) <> time '00:00:00' as has_hour,
        extract(hour from cases.received_at) * 3600
        + extract(minute from cases.received_at) * 60
        + extract(second from cases.received_at) > parameters.closes_second as is_after_hours,
        parameters.closes_text,
        inputs.has_published_list,
        inputs.has_slip_list
    from cases
    cross join parameters
    left join stg_unit_inputs as inputs on cases.unit_code = inputs.unit_code
)

select
    received.case_id,
    received.unit_code,
    received.procedure_code,
    received.outcome,
    received.received_at,
    received.due_at_original,
    received.measured_at,
    received.days_late,
    received.slip_lead_days,
    received.new_due_date,
    received.has_slip_list,
    received.has_hour,
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
    end as fault,
    case
        when not received.is_received then 'Tiếp nhận: không có thời điểm tiếp nhận dùng được.'
        when not received.has_hour then concat('Tiếp nhận: ngày ', calendar.day_text, ', không ghi giờ.')
        else concat(
            'Tiếp nhận: ', lpad(cast(extract(hour from received.received_at) as varchar), 2, '0'), ':',
            lpad(cast(extract(minute from received.received_at) as varchar), 2, '0'), ' ngày ', calendar.day_text,
            case
                when received.is_after_hours
                    then concat(
                        ', sau ', received.closes_text, ' nên tính cho ngày làm việc kế tiếp ', calendar.next_open_text
                    )
                else ''
            end, '.'
        )
    end as receipt_line,
    case
        when limits.limit_text is not null
            then concat(
                'Thời hạn công bố: ', limits.limit_text,
                case when limits.decision is null then '' else concat(' (', limits.decision, ')') end, '.'
            )
    end as limit_line
from received
left join calendar on cast(received.received_at as date) = calendar.calendar_date
left join procedure_limits as limits
    on
        received.is_received
        and received.unit_code = limits.unit_code
        and received.procedure_code = limits.procedure_code
        and cast(received.received_at as date) between limits.period_from and limits.period_to
