-- One row per way of measuring, period, line, kind of case (its fate, whether its unit's own system knows it), state
-- and part of Biểu 06 (received, ended, carried over, pending): how many cases there are.
with cases as (
    select * from form_06_case_states
),

bounds as (
    select calendar_date as bound_date, bounds_before as segment from stg_report_days where is_bound
),

-- A period is made of the segments between the day before it and its last day.
periods as (
    select
        periods.period_id,
        before.bound_date as day_before,
        periods.period_to,
        before.segment + 1 as first_segment,
        last.segment as last_segment
    from stg_report_periods as periods
    inner join bounds as before on cast(periods.period_from - interval '1' day as date) = before.bound_date
    inner join bounds as last on periods.period_to = last.bound_date
),

passed as (
    select
        line_no,
        basis_no,
        fate,
        is_own,
        is_online,
        received_segment,
        ended_as,
        closed_segment,
        count(*) as cases
    from cases
    group by line_no, basis_no, fate, is_own, is_online, received_segment, ended_as, closed_segment
),

flows as (
    select
        'received' as part,
        line_no,
        basis_no,
        fate,
        is_own,
        case when is_online then 'received_online' else 'received_direct' end as state,
        received_segment as segment,
        sum(cases) as cases
    from passed
    group by line_no, basis_no, fate, is_own, is_online, received_segment
    union all
    select 'ended', line_no, basis_no, fate, is_own, ended_as, closed_segment, sum(cases)
    from passed
    where closed_segment is not null
    group by line_no, basis_no, fate, is_own, ended_as, closed_segment
),

-- What was open at the end of a day that bounds a period; a stopped case stays, for some hold it to be in process.
stocks as (
    select
        cases.line_no,
        cases.basis_no,
        cases.fate,
        cases.is_own,
        case
            when cases.stage = 'stopped' and cases.closed_date <= bounds.bound_date then 'stopped'
            when
                cases.waits_from <= bounds.bound_date
                and (cases.waits_until is null or cases.waits_until > bounds.bound_date)
                then 'waiting'
            else 'open'
        end as standing,
        case
            when cases.is_undated then 'undated'
            when cases.overdue_from <= bounds.bound_date then 'overdue'
            else 'in_time'
        end as standing_to_due,
        bounds.bound_date,
        count(*) as cases
    from cases
    inner join bounds
        on
            cases.received_segment <= bounds.segment
            and (cases.closed_date is null or cases.closed_date > bounds.bound_date or cases.stage = 'stopped')
    where cases.closed_segment is null or cases.closed_segment > cases.received_segment or cases.stage = 'stopped'
    group by cases.line_no, cases.basis_no, cases.fate, cases.is_own, 5, 6, bounds.bound_date
)

select
    periods.period_id,
    flows.part,
    flows.line_no,
    flows.basis_no,
    flows.fate,
    flows.is_own,
    flows.state,
    cast(sum(flows.cases) as bigint) as cases
from flows
inner join periods on flows.segment between periods.first_segment and periods.last_segment
group by
    periods.period_id, flows.part, flows.line_no, flows.basis_no, flows.fate, flows.is_own, flows.state
union all
select
    periods.period_id,
    'carried_over',
    stocks.line_no,
    stocks.basis_no,
    stocks.fate,
    stocks.is_own,
    concat(stocks.standing, '_', stocks.standing_to_due),
    stocks.cases
from stocks
inner join periods on stocks.bound_date = periods.day_before
union all
select
    periods.period_id,
    'pending',
    stocks.line_no,
    stocks.basis_no,
    stocks.fate,
    stocks.is_own,
    concat(stocks.standing, '_', stocks.standing_to_due),
    stocks.cases
from stocks
inner join periods on stocks.bound_date = periods.period_to
