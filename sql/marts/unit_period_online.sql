-- One row per unit with cases and period: cases received through which channel, and online cases that were late.
-- A count is empty where the unit's extracts give no channel, or no online level.
with units as (
    select distinct units.unit_code, periods.period_id, periods.period_from, periods.period_to
    from (select distinct unit_code from cases) as units
    cross join stg_evaluation_periods as periods
),

received as (
    select
        periods.period_id,
        days.unit_code,
        sum(days.cases) as received,
        sum(case when days.channel is not null then days.cases else 0 end) as cases_with_channel,
        sum(case when days.channel = 'online' then days.cases else 0 end) as filed_online,
        sum(case when days.service_level is not null then days.cases else 0 end) as cases_with_level,
        sum(case when days.level_source = 'published' then days.cases else 0 end) as cases_with_published_level,
        sum(case when days.service_level >= 3 then days.cases else 0 end) as level_3_4_cases,
        sum(case when days.service_level >= 3 and days.channel is not null then days.cases else 0 end)
            as level_3_4_cases_with_channel,
        sum(case when days.service_level >= 3 and days.channel = 'online' then days.cases else 0 end)
            as level_3_4_filed_online
    from unit_day_channels as days
    inner join stg_evaluation_periods as periods
        on days.counted_received_date between periods.period_from and periods.period_to
    group by periods.period_id, days.unit_code
),

online as (
    select cases.*, coalesce(cases.counted_end_date, date '9999-12-31') as open_until
    from cases
    where cases.channel = 'online' and cases.outcome <> 'not_accepted'
),

-- Late in a period is what ended late in it, and what is still open at its end after the due date.
judged as (
    select
        periods.period_id,
        online.unit_code,
        case
            when online.is_due_unknown or online.outcome in ('undated', 'withdrawn', 'stopped') then null
            when online.open_until <= periods.period_to then online.outcome = 'late'
            else coalesce(online.overdue_from <= periods.period_to, false)
        end as is_late,
        online.open_until <= periods.period_to as is_ended
    from online
    inner join stg_evaluation_periods as periods
        on online.counted_received_date <= periods.period_to and online.open_until >= periods.period_from
),

late as (
    select
        period_id,
        unit_code,
        count(case when is_late or (is_ended and not is_late) then 1 end) as online_judged,
        count(case when is_late then 1 end) as online_late
    from judged
    group by period_id, unit_code
)

select
    units.unit_code,
    units.period_id,
    units.period_from,
    units.period_to,
    cast(coalesce(received.received, 0) as bigint) as received,
    case when inputs.has_channel then cast(coalesce(received.cases_with_channel, 0) as bigint) end
        as cases_with_channel,
    case when inputs.has_channel then cast(coalesce(received.filed_online, 0) as bigint) end as filed_online,
    case when inputs.has_channel and inputs.has_due_date then coalesce(late.online_judged, 0) end as online_judged,
    case when inputs.has_channel and inputs.has_due_date then coalesce(late.online_late, 0) end as online_late,
    cast(coalesce(received.cases_with_level, 0) as bigint) as cases_with_level,
    cast(coalesce(received.cases_with_published_level, 0) as bigint) as cases_with_published_level,
    cast(coalesce(received.level_3_4_cases, 0) as bigint) as level_3_4_cases,
    case when inputs.has_channel then cast(coalesce(received.level_3_4_cases_with_channel, 0) as bigint) end
        as level_3_4_cases_with_channel,
    case when inputs.has_channel then cast(coalesce(received.level_3_4_filed_online, 0) as bigint) end
        as level_3_4_filed_online
from units
inner join stg_unit_inputs as inputs on units.unit_code = inputs.unit_code
left join received on units.unit_code = received.unit_code and units.period_id = received.period_id
left join late on units.unit_code = late.unit_code and units.period_id = late.period_id
