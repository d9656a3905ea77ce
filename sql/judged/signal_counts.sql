-- One row per signal and unit that it is counted for: how many cases are compared and how many of them show it.
-- `trials` and `hits` are what chance is counted in: cases that were ended in one go are one decision, not several.
with parameters as (
    select * from stg_parameters
),

endings as (
    select * from signal_endings
),

-- D1T: a minute is used once a day at most: a batch is no habit. The most frequent minute is the first of equals.
minutes as (
    select
        unit_code,
        any_value(unit_type) as unit_type,
        sum(days)::bigint as endings,
        max(days) as most_days,
        arg_min(minute_of_day, (-days, minute_of_day)) as usual_minute
    from signal_minutes
    group by unit_code
),

-- D2
in_minutes as (
    select unit_code, end_minute, count(*) as cases
    from endings
    where has_time
    group by unit_code, end_minute
),

batches as (
    select
        in_minutes.unit_code,
        sum(in_minutes.cases)::bigint as cases,
        coalesce(sum(in_minutes.cases) filter (where in_minutes.cases >= parameters.same_minute_cases), 0)::bigint
            as cases_in_batches,
        count(*) filter (where in_minutes.cases >= parameters.same_minute_cases) as batches
    from in_minutes
    cross join parameters
    group by in_minutes.unit_code
),

by_unit as (
    select
        unit_code,
        any_value(unit_type) as unit_type,
        count(*) as cases,
        count(*) filter (where is_period_end) as cases_at_period_end,
        count(is_off_hours) as cases_in_calendar,
        count(*) filter (where is_off_hours) as cases_off_hours,
        count(distinct date_trunc('month', end_date)) as months
    from endings
    group by unit_code
),

on_due_date as (
    select unit_code, sum(cases)::bigint as cases, sum(cases_on_due_date)::bigint as cases_on_due_date
    from signal_gaps
    group by unit_code
),

-- D7: the working days that were most often left when a case ended; cases ended on the due date are for D1.
gaps as (
    select unit_code, working_days_before_due, sum(cases)::bigint as cases
    from signal_gaps
    where promised_working_days > 1 and is_later_day and working_days_before_due > 0
    group by unit_code, working_days_before_due
),

usual_gaps as (
    select
        unit_code,
        max(cases) as cases,
        count(*) as choices,
        arg_min(working_days_before_due, (-cases, working_days_before_due)) as usual_gap
    from gaps
    group by unit_code
),

spreads as (
    select
        unit_code,
        sum(cases) filter (where promised_working_days > 1 and is_later_day)::bigint as cases,
        sum(cases_late)::bigint as cases_late
    from signal_gaps
    group by unit_code
),

-- E1I: the cases of procedures that are published for the unit as to be settled at once.
immediate as (
    select distinct bodies.unit_code, bodies.procedure_code
    from stg_procedure_bodies as bodies
    inner join stg_published_procedures as published on bodies.procedure_code = published.procedure_code
    where published.is_immediate
),

used as (
    select
        cases.unit_code,
        any_value(cases.unit_type) as unit_type,
        count(*) as cases,
        count(immediate.procedure_code) as immediate_cases
    from cases
    left join immediate on cases.unit_code = immediate.unit_code and cases.procedure_code = immediate.procedure_code
    where
        cases.outcome <> 'not_accepted'
        and cases.procedure_code is not null
        and cases.unit_code in (select offered.unit_code from immediate as offered)
    group by cases.unit_code
)

select
    'D1' as rule_id, by_unit.unit_code, by_unit.unit_type, counted.cases, counted.cases_on_due_date as showing,
    counted.cases::double as trials, counted.cases_on_due_date as hits, 0 as usual, 1 as choices,
    null::bigint as months, null::bigint as cases_late
from by_unit
inner join on_due_date as counted on by_unit.unit_code = counted.unit_code
union all
-- Any of the 480 minutes of a working day might have been the most frequent one.
select 'D1T', unit_code, unit_type, endings, most_days, endings, most_days, usual_minute, 480, null, null
from minutes
union all
select
    'D2', by_unit.unit_code, by_unit.unit_type, batches.cases, batches.cases_in_batches,
    case
        when batches.batches > 0 then batches.cases * batches.batches / batches.cases_in_batches
        else batches.cases
    end, batches.batches, null, 1, null, null
from by_unit
inner join batches on by_unit.unit_code = batches.unit_code
union all
select 'D2P', unit_code, unit_type, cases, cases_at_period_end, cases, cases_at_period_end, null, 1, null, null
from by_unit
union all
select
    'D5', unit_code, unit_type, cases_in_calendar, cases_off_hours, cases_in_calendar, cases_off_hours, null, 1,
    null, null
from by_unit
union all
select
    'D7', by_unit.unit_code, by_unit.unit_type, spreads.cases, usual_gaps.cases, spreads.cases, usual_gaps.cases,
    usual_gaps.usual_gap, usual_gaps.choices, by_unit.months, spreads.cases_late
from by_unit
inner join spreads on by_unit.unit_code = spreads.unit_code
inner join usual_gaps on by_unit.unit_code = usual_gaps.unit_code
union all
select 'E1I', unit_code, unit_type, cases, immediate_cases, cases, immediate_cases, null, 1, null, null
from used
where unit_type is not null
