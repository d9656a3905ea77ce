-- One row per unit with cases of whose petitions a list tells, and per unit with petitions in the window: how it
-- handled them. A listed unit without petitions has 0 of them; a rate is empty where nothing was due.
with counted as (
    select
        unit_code,
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
    group by unit_code
),

-- The units that index 8 of TT 01/2018 speaks of, and those that petitions name.
told as (
    select unit_code from stg_unit_inputs
    where has_petition_list and has_cases
    union
    select unit_code from counted
)

select
    told.unit_code,
    units.unit_name,
    units.unit_level,
    coalesce(counted.petitions, 0) as petitions,
    cast(coalesce(counted.answered_in_time, 0) as bigint) as answered_in_time,
    cast(coalesce(counted.answered_late, 0) as bigint) as answered_late,
    cast(coalesce(counted.pending_in_time, 0) as bigint) as pending_in_time,
    cast(coalesce(counted.pending_overdue, 0) as bigint) as pending_overdue,
    cast(coalesce(counted.undated, 0) as bigint) as undated,
    cast(coalesce(counted.rejected, 0) as bigint) as rejected,
    cast(coalesce(counted.answered_in_time + counted.answered_late + counted.pending_overdue, 0) as bigint)
        as judged_petitions,
    share_of(counted.answered_in_time, counted.answered_in_time + counted.answered_late + counted.pending_overdue)
        as handled_in_time_rate,
    counted.max_days_late
from told
left join counted on told.unit_code = counted.unit_code
left join stg_units as units on told.unit_code = units.unit_code
