-- One row per signal D1 or D7, unit and unit of its type (itself too): how many cases of the latter show what is looked
-- at in the former, and which share of them would if every length of promise had its usual share. The shorter the
-- promise, the nearer to its end any case ends: so units with other procedures are compared on equal terms.
with cells as (
    select
        'D1' as rule_id, unit_code, unit_type, promised_working_days, 0 as target, cases,
        cases_on_due_date as hits
    from signal_gaps
    union all
    select 'D7', unit_code, unit_type, promised_working_days, working_days_before_due, cases, cases
    from signal_gaps
    where promised_working_days > 1 and is_later_day
),

strata as (
    select rule_id, unit_code, unit_type, promised_working_days, sum(cases)::bigint as cases
    from cells
    group by rule_id, unit_code, unit_type, promised_working_days
),

shown as (
    select rule_id, unit_code, promised_working_days, target, sum(hits)::bigint as hits
    from cells
    group by rule_id, unit_code, promised_working_days, target
),

all_strata as (
    select rule_id, promised_working_days, sum(cases)::bigint as cases
    from strata
    group by rule_id, promised_working_days
),

all_shown as (
    select rule_id, promised_working_days, target, sum(hits)::bigint as hits
    from shown
    group by rule_id, promised_working_days, target
),

looked_at as (
    select rule_id, unit_code, unit_type, usual as target from signal_counts where rule_id in ('D1', 'D7')
),

-- What the other units, of whatever type, show at each length of promise.
others as (
    select
        looked_at.rule_id,
        looked_at.unit_code,
        looked_at.unit_type,
        looked_at.target,
        all_strata.promised_working_days,
        all_strata.cases - coalesce(own.cases, 0) as cases,
        coalesce(all_shown.hits, 0) - coalesce(own_shown.hits, 0) as hits
    from looked_at
    inner join all_strata on looked_at.rule_id = all_strata.rule_id
    left join all_shown
        on
            all_strata.rule_id = all_shown.rule_id
            and all_strata.promised_working_days = all_shown.promised_working_days
            and looked_at.target = all_shown.target
    left join strata as own
        on
            looked_at.rule_id = own.rule_id
            and looked_at.unit_code = own.unit_code
            and all_strata.promised_working_days = own.promised_working_days
    left join shown as own_shown
        on
            looked_at.rule_id = own_shown.rule_id
            and looked_at.unit_code = own_shown.unit_code
            and all_strata.promised_working_days = own_shown.promised_working_days
            and looked_at.target = own_shown.target
),

rates as (
    select
        *,
        (hits + (sum(hits) over by_unit + 0.5) / (sum(cases) over by_unit + 1)) / (cases + 1) as rate
    from others
    window by_unit as (partition by rule_id, unit_code)
)

select
    rates.rule_id,
    rates.unit_code,
    strata.unit_code as peer_code,
    coalesce(sum(shown.hits), 0)::bigint as hits,
    least(greatest(
        sum(strata.cases * rates.rate order by strata.promised_working_days) / sum(strata.cases), 0.001
    ), 0.999) as mix_share
from rates
inner join strata
    on
        rates.rule_id = strata.rule_id
        and rates.unit_type = strata.unit_type
        and rates.promised_working_days = strata.promised_working_days
left join shown
    on
        strata.rule_id = shown.rule_id
        and strata.unit_code = shown.unit_code
        and strata.promised_working_days = shown.promised_working_days
        and rates.target = shown.target
group by rates.rule_id, rates.unit_code, strata.unit_code
