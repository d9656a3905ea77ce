-- One row per unit and body or department that had its cases, of the window's scope: steps, late ones, hours, and
-- beside them what the same kind of body of other units takes for the same procedures. Empty, not 0, where nothing can
-- be told.
with steps as (
    select
        steps.unit_code,
        steps.unit_name,
        coalesce(steps.body, '?') as body,
        coalesce(kind_of_body(steps.body), '?') as kind,
        steps.procedure_code,
        steps.case_id,
        steps.step_outcome,
        steps.step_outcome in ('early', 'on_time', 'late', 'pending_overdue') as is_judged,
        steps.step_outcome in ('late', 'pending_overdue') as is_late,
        steps.working_hours,
        steps.is_bottleneck
    from case_steps as steps
    where steps.is_in_scope
),

of_units as (
    select
        unit_code,
        procedure_code,
        kind,
        median(working_hours) as median_hours,
        count(working_hours) as timed_steps,
        count(case when is_judged then 1 end) as judged,
        count(case when is_late then 1 end) as late
    from steps
    where procedure_code is not null and unit_code <> 'UNRESOLVED'
    group by unit_code, procedure_code, kind
),

-- The same procedure and kind of body elsewhere: the median of the other units' medians, their common late rate.
peers as (
    select
        own.unit_code,
        own.procedure_code,
        own.kind,
        median(case when others.timed_steps > 0 then others.median_hours end) as peer_median_hours,
        share_of(sum(others.late), sum(others.judged)) as peer_late_rate
    from of_units as own
    inner join of_units as others
        on own.procedure_code = others.procedure_code and own.kind = others.kind and own.unit_code <> others.unit_code
    group by own.unit_code, own.procedure_code, own.kind
)

select
    steps.unit_code,
    steps.unit_name,
    units.unit_level,
    steps.body,
    count(*) as steps,
    count(distinct steps.case_id) as cases,
    count(case when steps.is_judged then 1 end) as judged_steps,
    count(case when steps.is_late then 1 end) as late_steps,
    share_of(count(case when steps.is_late then 1 end), count(case when steps.is_judged then 1 end)) as late_rate,
    avg(case when steps.is_judged then peers.peer_late_rate end order by peers.peer_late_rate) as peer_late_rate,
    median(steps.working_hours) as median_working_hours,
    median(case when steps.working_hours is not null then peers.peer_median_hours end) as peer_median_working_hours,
    count(case when steps.working_hours is not null then peers.peer_median_hours end) as compared_steps,
    count(case when steps.is_bottleneck then 1 end) as bottlenecks
from steps
left join peers
    on
        steps.unit_code = peers.unit_code
        and steps.procedure_code = peers.procedure_code
        and steps.kind = peers.kind
left join stg_units as units on steps.unit_code = units.unit_code
group by steps.unit_code, steps.unit_name, units.unit_level, steps.body
