-- One row per way of measuring, period, unit, sector (and procedure, where the unit reports by it), kind of case (its
-- fate, whether the unit's own system knows it), state and part of Biểu 06 (received, ended, carried over, pending):
-- how many cases there are.
with cases as (
    select * from form_06_case_states
),

periods as (
    select period_id, period_from, period_to, cast(period_from - interval '1' day as date) as day_before
    from stg_report_periods
),

stock_days as (
    select day_before as stock_day from periods
    union
    select period_to from periods
),

received as (
    select
        basis,
        unit_code,
        sector,
        procedure_line,
        fate,
        is_own,
        received_as as state,
        received_date as event_date,
        count(*) as cases
    from cases
    group by basis, unit_code, sector, procedure_line, fate, is_own, received_as, received_date
),

ended as (
    select
        basis,
        unit_code,
        sector,
        procedure_line,
        fate,
        is_own,
        ended_as as state,
        closed_date as event_date,
        count(*) as cases
    from cases
    where closed_date is not null
    group by basis, unit_code, sector, procedure_line, fate, is_own, ended_as, closed_date
),

-- What was open at the end of a day; a stopped case stays, for some hold it to be in process.
stocks as (
    select
        cases.basis,
        cases.unit_code,
        cases.sector,
        cases.procedure_line,
        cases.fate,
        cases.is_own,
        concat(
            case
                when cases.stage = 'stopped' and cases.closed_date <= stock_days.stock_day then 'stopped'
                when
                    cases.waits_from <= stock_days.stock_day
                    and (cases.waits_until is null or cases.waits_until > stock_days.stock_day)
                    then 'waiting'
                else 'open'
            end,
            case
                when cases.is_undated then '_undated'
                when cases.overdue_from <= stock_days.stock_day then '_overdue'
                else '_in_time'
            end
        ) as state,
        stock_days.stock_day,
        count(*) as cases
    from cases
    inner join stock_days
        on
            cases.received_date <= stock_days.stock_day
            and (cases.closed_date is null or cases.closed_date > stock_days.stock_day or cases.stage = 'stopped')
    group by
        cases.basis,
        cases.unit_code,
        cases.sector,
        cases.procedure_line,
        cases.fate,
        cases.is_own,
        7,
        stock_days.stock_day
),

flows as (
    select 'received' as part, received.* from received
    union all
    select 'ended', ended.* from ended
)

select
    flows.basis,
    periods.period_id,
    flows.unit_code,
    flows.sector,
    flows.procedure_line,
    flows.part,
    flows.fate,
    flows.is_own,
    flows.state,
    sum(flows.cases) as cases
from flows
inner join periods on flows.event_date between periods.period_from and periods.period_to
group by
    flows.basis,
    periods.period_id,
    flows.unit_code,
    flows.sector,
    flows.procedure_line,
    flows.part,
    flows.fate,
    flows.is_own,
    flows.state
union all
select
    stocks.basis,
    periods.period_id,
    stocks.unit_code,
    stocks.sector,
    stocks.procedure_line,
    'carried_over',
    stocks.fate,
    stocks.is_own,
    stocks.state,
    stocks.cases
from stocks
inner join periods on stocks.stock_day = periods.day_before
union all
select
    stocks.basis,
    periods.period_id,
    stocks.unit_code,
    stocks.sector,
    stocks.procedure_line,
    'pending',
    stocks.fate,
    stocks.is_own,
    stocks.state,
    stocks.cases
from stocks
inner join periods on stocks.stock_day = periods.period_to
