-- One row per unit with cases, month of the window and online level with cases received in it (an empty level: not
-- known): the share filed online, against the target that the office sets (CT 05). Counts of channels are empty where
-- the unit's extracts give none; without a target, or without cases whose channel is known, is_target_met is empty.
with units as (
    select distinct unit_code, unit_name, unit_level from cases
),

received as (
    select
        days.unit_code,
        months.month_start,
        days.service_level,
        cast(sum(days.cases) as bigint) as received,
        cast(sum(case when days.channel is not null then days.cases else 0 end) as bigint) as cases_with_channel,
        cast(sum(case when days.channel = 'online' then days.cases else 0 end) as bigint) as filed_online
    from unit_day_channels as days
    inner join stg_months as months on days.counted_received_date between months.month_start and months.month_end
    group by days.unit_code, months.month_start, days.service_level
),

measured as (
    select
        received.unit_code,
        units.unit_name,
        units.unit_level,
        received.month_start,
        received.service_level,
        received.received,
        case when inputs.has_channel then received.cases_with_channel end as cases_with_channel,
        case when inputs.has_channel then received.filed_online end as filed_online,
        case
            when inputs.has_channel
                then share_of(received.filed_online, received.cases_with_channel)
        end as online_rate,
        case
            when received.month_start < coalesce(parameters.online_from, received.month_start) then null
            when received.service_level = 3 then parameters.online_level_3
            when received.service_level = 4 then parameters.online_level_4
        end as target_rate
    from received
    cross join stg_parameters as parameters
    inner join units on received.unit_code = units.unit_code
    inner join stg_unit_inputs as inputs on received.unit_code = inputs.unit_code
)

select
    unit_code,
    unit_name,
    unit_level,
    month_start,
    service_level,
    received,
    cases_with_channel,
    filed_online,
    online_rate,
    target_rate,
    online_rate >= target_rate as is_target_met
from measured
