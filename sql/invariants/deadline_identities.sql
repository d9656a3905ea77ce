-- One row per identity and unit: counts of due dates that come by different ways and should be the same.
with units as (
    select * from unit_deadlines
),

lateness as (
    select
        unit_code,
        carried_over + received as cases,
        completed_late + pending_overdue as late
    from unit_lateness
),

late_cases as (
    select
        unit_code,
        count(case when late_days_in_force > 0 then 1 end) as late
    from case_deadlines
    group by unit_code
)

select
    'deadline_cases' as identity,
    units.unit_code as thing,
    units.cases as left_count,
    lateness.cases as right_count,
    units.cases - coalesce(lateness.cases, 0) as difference
from units
left join lateness on units.unit_code = lateness.unit_code
union all
select
    'deadline_standings',
    unit_code,
    cases,
    with_lawful_limit + without_receipt + without_procedure + without_list + not_published + without_limit
    + with_several_limits + outside_calendar,
    cases - with_lawful_limit - without_receipt - without_procedure - without_list - not_published - without_limit
    - with_several_limits - outside_calendar
from units
union all
select
    'deadline_promises',
    unit_code,
    compared,
    padded + squeezed + as_published,
    compared - padded - squeezed - as_published
from units
union all
select
    'deadline_late_cases',
    lateness.unit_code,
    lateness.late,
    late_cases.late,
    lateness.late - coalesce(late_cases.late, 0)
from lateness
left join late_cases on lateness.unit_code = late_cases.unit_code
