-- One row per unit that certifies copies and month of the window since the directive (CV 2609): cases received of the
-- procedures of certification that the office's list names, and of these filed online. A case list does not tell an
-- electronic copy from a paper one. Counts are empty where the unit's extracts give no procedure codes, or no channel.
with tracked as (
    select procedure_code, from_date from stg_tracked_procedures where measure = 'certified_copies'
),

counted as (
    select
        cases.unit_code,
        cases.counted_received_date,
        cases.channel,
        cases.outcome
    from cases
    inner join tracked
        on
            cases.procedure_code = tracked.procedure_code
            and cases.counted_received_date >= coalesce(tracked.from_date, cases.counted_received_date)
    where cases.outcome <> 'not_accepted' and not cases.is_carried_over
),

-- Who has such cases, and who is named for one of the procedures.
units as (
    select distinct unit_code, unit_name, unit_level
    from cases
    where
        unit_code in (select counted.unit_code from counted)
        or unit_code in (
            select bodies.unit_code
            from stg_procedure_bodies as bodies
            inner join tracked on bodies.procedure_code = tracked.procedure_code
        )
),

months as (
    select
        months.month_end,
        greatest(months.month_start, coalesce(began.first_date, months.month_start)) as month_start
    from stg_months as months
    cross join (select min(from_date) as first_date from tracked) as began
    where months.month_end >= coalesce(began.first_date, months.month_start)
),

measured as (
    select
        units.unit_code,
        units.unit_name,
        units.unit_level,
        months.month_start,
        inputs.has_procedure_code,
        inputs.has_procedure_code and inputs.has_channel as has_channel,
        count(counted.unit_code) as copies,
        count(counted.channel) as with_channel,
        count(case when counted.channel = 'online' then 1 end) as filed_online
    from units
    cross join months
    inner join stg_unit_inputs as inputs on units.unit_code = inputs.unit_code
    left join counted
        on
            units.unit_code = counted.unit_code
            and counted.counted_received_date between months.month_start and months.month_end
    group by
        units.unit_code,
        units.unit_name,
        units.unit_level,
        months.month_start,
        inputs.has_procedure_code,
        inputs.has_channel
)

select
    unit_code,
    unit_name,
    unit_level,
    month_start,
    case when has_procedure_code then copies end as certified_copies,
    case when has_channel then with_channel end as copies_with_channel,
    case when has_channel then filed_online end as copies_filed_online,
    case when has_channel then share_of(filed_online, with_channel) end as copies_online_rate
from measured
