-- One row per identity and unit: figures of online services, evaluation and rates that come by different ways and
-- should be the same, or should lie between each other (then the count of those that do not, and 0).
with sums as (
    select
        count(case when not (low_rate - 1e-9 <= rate and rate <= high_rate + 1e-9) then 1 end) as outside_interval,
        count(
            case
                when
                    not (
                        least(rate, level_rate) - 1e-9 <= shrunk_rate
                        and shrunk_rate <= greatest(rate, level_rate) + 1e-9
                    ) then 1
            end
        ) as outside_shrunk,
        count(case when rank_from > rank_to or rank_to > compared_units then 1 end) as wrong_ranks
    from unit_rates
),

petitions as (
    select unit_code, judged, in_time from unit_period_petitions where period_id = 'window'
),

ends as (
    select unit_code, completed from unit_period_ends where period_id = 'window'
),

late_online as (
    select unit_code, count(*) as cases
    from cases
    where channel = 'online' and outcome in ('late', 'pending_overdue')
    group by unit_code
),

quarters as (
    select unit_code, sum(completed) as completed
    from unit_period_ends
    where period_id <> 'window'
    group by unit_code
)

select
    'online_received' as identity,
    services.unit_code as thing,
    services.received as left_count,
    lateness.received as right_count,
    services.received - lateness.received as difference
from unit_online_services as services
inner join unit_lateness as lateness on services.unit_code = lateness.unit_code
union all
select
    'filed_online',
    services.unit_code,
    services.filed_online,
    lateness.received_online,
    services.filed_online - lateness.received_online
from unit_online_services as services
inner join unit_lateness as lateness on services.unit_code = lateness.unit_code
where services.filed_online is not null
union all
select
    'evaluated_completed',
    ends.unit_code,
    ends.completed,
    lateness.completed,
    ends.completed - lateness.completed
from ends
inner join unit_lateness as lateness on ends.unit_code = lateness.unit_code
union all
select
    'quarters_completed',
    ends.unit_code,
    ends.completed,
    quarters.completed,
    ends.completed - quarters.completed
from ends
inner join quarters on ends.unit_code = quarters.unit_code
union all
select
    'evaluated_petitions',
    units.unit_code,
    units.judged_petitions,
    coalesce(petitions.judged, 0),
    units.judged_petitions - coalesce(petitions.judged, 0)
from unit_petitions as units
left join petitions on units.unit_code = petitions.unit_code
union all
select
    'evaluated_petitions_in_time',
    units.unit_code,
    units.answered_in_time,
    coalesce(petitions.in_time, 0),
    units.answered_in_time - coalesce(petitions.in_time, 0)
from unit_petitions as units
left join petitions on units.unit_code = petitions.unit_code
union all
select
    'evaluated_online_late',
    evaluated.unit_code,
    evaluated.online_late,
    coalesce(late_online.cases, 0),
    evaluated.online_late - coalesce(late_online.cases, 0)
from unit_period_online as evaluated
left join late_online on evaluated.unit_code = late_online.unit_code
where evaluated.period_id = 'window' and evaluated.online_late is not null
union all
select 'rate_in_interval', 'unit_rates', outside_interval, 0, outside_interval from sums
union all
select 'shrunk_between', 'unit_rates', outside_shrunk, 0, outside_shrunk from sums
union all
select 'rank_order', 'unit_rates', wrong_ranks, 0, wrong_ranks from sums
