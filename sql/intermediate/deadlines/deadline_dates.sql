-- One row per time limit in use and day from which it may be counted: the due date, and how it was counted. What many
-- cases share is thus counted once. A due date outside of the calendar's years is not told.
with parameters as (
    select
        hours_per_day,
        desk_opens_hour * 3600 as opens_second,
        (desk_noon_hour - desk_opens_hour) * 3600 as morning_seconds,
        desk_afternoon_hour * 3600 as afternoon_second,
        desk_closes_hour * 3600 as closes_second
    from stg_parameters
),

calendar as (
    select * from stg_calendar
),

working_days as (
    select * from stg_calendar where is_working_day
),

limits as (
    select distinct
        limit_amount,
        limit_unit
    from procedure_limits
    where limit_amount is not null
),

-- Hours make full working days; what is left over is worked on the day after them. As one-stop software counts, the
-- days begin on the day after receipt, whatever the hour of receipt.
measured as (
    select
        limits.limit_amount,
        limits.limit_unit,
        case
            when limits.limit_unit = 'hours' then cast(ceil(limits.limit_amount / parameters.hours_per_day) as integer)
            else limits.limit_amount
        end as whole_days,
        case
            when limits.limit_unit = 'hours' then limits.limit_amount % cast(parameters.hours_per_day as integer)
            else 0
        end as odd_hours
    from limits
    cross join parameters
),

ended as (
    select
        measured.*,
        case
            when odd_hours = 0 then closes_second
            when odd_hours * 3600 <= morning_seconds then opens_second + odd_hours * 3600
            else afternoon_second + odd_hours * 3600 - morning_seconds
        end as due_second
    from measured
    cross join parameters
),

-- Working days are counted to the day whose number is so much higher; all other limits count every day.
placed as (
    select
        calendar.calendar_date as counted_from_date,
        calendar.day_text as from_text,
        calendar.next_open_date,
        calendar.weekend_number as weekends_before,
        calendar.holiday_number as holidays_before,
        ended.*,
        case
            when ended.limit_unit in ('working_days', 'hours') then working_days.calendar_date
            else cast(calendar.calendar_date + ended.whole_days * interval '1' day as date)
        end as due_date
    from calendar
    cross join ended
    left join working_days
        on
            ended.limit_unit in ('working_days', 'hours')
            and calendar.working_day_number + ended.whole_days = working_days.working_day_number
),

holidays as (
    select
        holiday_number,
        case
            when holiday_name is null then day_text else concat(day_text, ' (', holiday_name, ')')
        end as holiday_text
    from stg_calendar
    where is_weekday_holiday
),

spans as (
    select distinct
        placed.holidays_before,
        due_day.holiday_number as holidays_until
    from placed
    inner join calendar as due_day on placed.due_date = due_day.calendar_date
    where placed.limit_unit in ('working_days', 'hours') and due_day.holiday_number > placed.holidays_before
),

holiday_lists as (
    select
        spans.holidays_before,
        spans.holidays_until,
        string_agg(holidays.holiday_text, ', ' order by holidays.holiday_number) as holiday_texts
    from spans
    inner join holidays
        on spans.holidays_before < holidays.holiday_number and spans.holidays_until >= holidays.holiday_number
    group by spans.holidays_before, spans.holidays_until
),

dated as (
    select
        placed.*,
        cast(placed.due_date as timestamp) + cast(placed.due_second as integer) * interval '1' second as due_at,
        due_day.day_text as due_text,
        due_day.is_working_day as is_due_open,
        due_day.open_date as latest_due_date,
        open_day.day_text as open_text,
        due_day.weekend_number - placed.weekends_before as weekend_days,
        holiday_lists.holiday_texts
    from placed
    inner join calendar as due_day on placed.due_date = due_day.calendar_date
    left join calendar as open_day on due_day.open_date = open_day.calendar_date
    left join holiday_lists
        on
            placed.limit_unit in ('working_days', 'hours')
            and placed.holidays_before = holiday_lists.holidays_before
            and due_day.holiday_number = holiday_lists.holidays_until
)

select
    dated.counted_from_date,
    dated.limit_amount,
    dated.limit_unit,
    dated.due_at,
    dated.due_date,
    -- The day itself or, where it is closed, the next working day; and the same for a receipt of unknown hour, which
    -- may have been after the desk closed.
    dated.latest_due_date,
    after_hours.latest_due_date as latest_due_date_of_unknown_hour,
    case dated.limit_unit
        when 'immediate' then concat('trả ngay trong ngày ', dated.from_text)
        when 'days'
            then
                concat(
                    'đếm ',
                    cast(dated.limit_amount as varchar),
                    ' ngày kể cả ngày nghỉ, từ ngày sau ngày ',
                    dated.from_text
                )
        else concat(
            case
                when dated.limit_unit = 'hours'
                    then concat(
                        cast(dated.limit_amount as varchar), ' giờ, ',
                        cast(cast(parameters.hours_per_day as integer) as varchar), ' giờ là 1 ngày: '
                    )
                else ''
            end,
            'đếm ', cast(dated.whole_days as varchar), ' ngày làm việc, từ ngày sau ngày ', dated.from_text,
            case
                when dated.weekend_days > 0
                    then concat('; bỏ ', cast(dated.weekend_days as varchar), ' ngày thứ bảy, chủ nhật')
                else ''
            end,
            case when dated.holiday_texts is null then '' else concat('; bỏ ngày lễ ', dated.holiday_texts) end,
            case
                when dated.odd_hours > 0
                    then concat('; ngày cuối tính ', cast(dated.odd_hours as varchar), ' giờ từ giờ mở cửa')
                else ''
            end
        )
    end as counting_text,
    concat(
        lpad(cast(extract(hour from dated.due_at) as varchar), 2, '0'), ':',
        lpad(cast(extract(minute from dated.due_at) as varchar), 2, '0'), ' ngày ', dated.due_text,
        case
            when dated.is_due_open then ''
            else concat(' (ngày nghỉ; hẹn đến ngày làm việc kế tiếp ', dated.open_text, ' không coi là hẹn dài)')
        end
    ) as due_text
from dated
cross join parameters
left join dated as after_hours
    on
        dated.next_open_date = after_hours.counted_from_date
        and dated.limit_amount = after_hours.limit_amount
        and dated.limit_unit = after_hours.limit_unit
