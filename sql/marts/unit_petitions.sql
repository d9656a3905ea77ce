-- One row per unit with petitions in the window's scope: how it handled them. Empty, not 0, where nothing was due.
with counted as (
    select
        unit_code,
        unit_name,
        count(*) as petitions,
        sum(case when outcome = 'answered_in_time' then 1 else 0 end) as answered_in_time,
        sum(case when outcome = 'answered_late' then 1 else 0 end) as answered_late,
        sum(case when outcome = 'pending_in_time' then 1 else 0 end) as pending_in_time,
        sum(case when outcome = 'pending_overdue' then 1 else 0 end) as pending_overdue,
        sum(case when outcome = 'undated' then 1 else 0 end) as undated,
        sum(case when outcome = 'rejected' then 1 else 0 end) as rejected,
        max(days_late) as max_days_late
    from petitions
    where is_in_scope
    group by unit_code, unit_name
)

select
    counted.unit_code,
    counted.unit_name,
    units.unit_level,
    counted.petitions,
    cast(counted.answered_in_time as bigint) as answered_in_time,
    cast(counted.answered_late as bigint) as answered_late,
    cast(counted.pending_in_time as bigint) as pending_in_time,
    cast(counted.pending_overdue as bigint) as pending_overdue,
    cast(counted.undated as bigint) as undated,
    cast(counted.rejected as bigint) as rejected,
    cast(counted.answered_in_time + counted.answered_late + counted.pending_overdue as bigint) as judged_petitions,
    counted.answered_in_time
    / cast(nullif(counted.answered_in_time + counted.answered_late + counted.pending_overdue, 0) as double)
        as handled_in_time_rate,
    counted.max_days_late
from counted
left join stg_units as units on counted.unit_code = units.unit_code
