-- One row per unit of a known level and component of its risk that other tables count: what was counted, of how many,
-- and the rate that is compared. A few cases never raise it far: it is the rate shrunk towards that of the unit's peers
-- where that is lower, or the lower end of the interval, as if there were at least as many cases as a comparison needs.
-- Towards a few peers nothing is shrunk.
with units as (
    select inputs.*
    from stg_unit_inputs as inputs
    inner join stg_units as units on inputs.unit_code = units.unit_code
    where units.unit_level is not null
),

peers as (
    select
        *,
        count(case when denominator > 0 then 1 end) over (partition by unit_level, unit_type, measure) - 1 as peers
    from unit_rates
    where measure in ('overdue', 'slip_missing') and is_assessable
),

rates as (
    select
        peers.unit_code,
        case peers.measure when 'overdue' then 'late' else 'slips' end as component,
        peers.numerator as value,
        peers.denominator,
        case when peers.peers >= parameters.peers_least then least(peers.shrunk_rate, peers.rate) end as rate
    from peers
    cross join stg_parameters as parameters
    where peers.denominator > 0 or peers.measure = 'slip_missing'
),

procedures as (
    select
        units.unit_code,
        'procedures' as component,
        (
            select count(distinct problems.procedure_code)
            from unregistered_procedures as problems
            inner join rules on problems.problem = rules.problem and rules.kind = 'violation'
            where problems.unit_code = units.unit_code
        ) as value,
        (
            select count(*) from unit_procedures as published
            where published.unit_code = units.unit_code and published.is_published_here
        ) as denominator,
        null as rate
    from units
    where (units.has_published_list and units.has_procedure_code) or units.has_configured_list
),

signals as (
    select
        unit_code,
        'signals' as component,
        count(case when is_signal then 1 end) as value,
        count(is_signal) as denominator,
        null as rate
    from unit_signals
    group by unit_code
    having count(is_signal) > 0
),

-- D9: a record altered after the case was closed; D11: one that a later extract should hold and does not.
followed as (
    select unit_code, max(applicable) as cases
    from rule_results
    where rule_id in ('D9', 'D11') and is_assessable
    group by unit_code
    having max(applicable) > 0
),

altered as (
    select unit_code, count(distinct case_id) as cases
    from findings
    where rule_id in ('D9', 'D11') and not is_acknowledged
    group by unit_code
),

registers as (
    select unit_code, sum(cases_only_a + cases_only_b) as unmatched, sum(cases_in_both) as matched
    from unit_reconciliation
    where 'paper_register' in (system_a, system_b)
    group by unit_code
),

reports as (
    select unit_code, count(case when not is_explained then 1 end) as unexplained, count(*) as cells
    from form_06_reconciliation
    where match = 'matched' and is_nearest
    group by unit_code
),

counted as (
    select * from rates
    union all
    select * from procedures
    union all
    select * from signals
    union all
    select followed.unit_code, 'altered', coalesce(altered.cases, 0), greatest(followed.cases, altered.cases), null
    from followed
    left join altered on followed.unit_code = altered.unit_code
    union all
    select unit_code, 'register', unmatched, unmatched + matched, null from registers
    union all
    select unit_code, 'report', unexplained, cells, null from reports
    union all
    select units.unit_code, 'petitions', coalesce(petitions.petitions, 0), null, null
    from units
    left join unit_petitions as petitions on units.unit_code = petitions.unit_code
    where units.has_petition_list or petitions.petitions > 0
    union all
    select
        unit_code,
        'not_assessable',
        count(case when not is_assessable then 1 end),
        count(*),
        share_of(count(case when not is_assessable then 1 end), count(*))
    from rule_results
    group by unit_code
    union all
    select
        unit_code,
        'not_delivered',
        sum(days_in_month - days_covered),
        sum(days_in_month),
        share_of(sum(days_in_month - days_covered), sum(days_in_month))
    from unit_coverage
    group by unit_code
    union all
    select
        visits.unit_code,
        'last_visit',
        datediff('day', max(visits.visited_on), max(parameters.window_to)),
        null,
        null
    from stg_past_visits as visits
    cross join stg_parameters as parameters
    where visits.visited_on <= parameters.window_to
    group by visits.unit_code
)

select
    counted.unit_code,
    counted.component,
    cast(counted.value as bigint) as value,
    cast(counted.denominator as bigint) as denominator,
    case
        when counted.rate is null and counted.component in ('late', 'slips', 'altered', 'register', 'report')
            then
                wilson_low(
                    cast(counted.value as double),
                    greatest(cast(counted.denominator as double), parameters.unit_least_cases)
                )
        else counted.rate
    end as rate,
    case when counted.component = 'last_visit' then counted.value / 365.25 end as years
from counted
cross join stg_parameters as parameters
inner join units on counted.unit_code = units.unit_code
