-- One row per signal and unit with cases, with what the rules D1, D1T, D2, D2P, D5, D7 and E1I look at: the probability
-- of such a share by chance, corrected for looking at many units (Holm 1979).
with parameters as (
    select * from stg_parameters
),

signals as (
    select unnest(['D1', 'D1T', 'D2', 'D2P', 'D5', 'D7', 'E1I']) as rule_id
),

looked_at as (
    select
        signals.rule_id,
        units.unit_code,
        units.unit_name,
        units.unit_type,
        case signals.rule_id
            when 'D1' then inputs.has_finished_at and inputs.has_due_date
            when 'D1T' then inputs.has_finished_time
            when 'D2' then inputs.has_finished_time
            when 'D7' then inputs.has_finished_at and inputs.has_due_date
            when 'E1I' then inputs.has_published_list and inputs.has_procedure_code
            else inputs.has_finished_at
        end as has_input
    from signals
    cross join stg_units as units
    inner join stg_unit_inputs as inputs on units.unit_code = inputs.unit_code
    where inputs.has_cases and units.unit_type is not null
),

-- What can hardly be told from chance in 2,000 cases cannot in more: units differ more than chance does by then.
scaled as (
    select
        *,
        least(round(trials), 2000) as counted_trials,
        floor(share * least(round(trials), 2000) + 1e-9) as counted_hits,
        expected_share * (1 - overdispersion) / overdispersion as alpha,
        (1 - expected_share) * (1 - overdispersion) / overdispersion as beta
    from signal_tests
),

tested as (
    select
        scaled.*,
        case
            when scaled.rule_id = 'E1I' and scaled.share > 0 then 1
            -- As probable as that a unit shows none whose share is as low as that of the lowest tenth of its peers.
            when scaled.rule_id = 'E1I' then pow(1 - scaled.low_share, scaled.trials)
            else least(
                1,
                counts.choices
                * beta_binomial_tail(scaled.counted_hits, scaled.counted_trials, scaled.alpha, scaled.beta)
            )
        end as p_value
    from scaled
    inner join signal_counts as counts on scaled.rule_id = counts.rule_id and scaled.unit_code = counts.unit_code
),

ranked as (
    select
        *,
        row_number() over by_rule as rank,
        count(*) over (partition by rule_id) as units_tested
    from tested
    window by_rule as (partition by rule_id order by p_value, unit_code)
),

corrected as (
    select
        *,
        least(
            1,
            max((units_tested - rank + 1) * p_value) over (
                partition by rule_id order by rank rows between unbounded preceding and current row
            )
        ) as p_holm
    from ranked
),

-- D7: what the other units of the type would have had late.
late as (
    select
        rule_id,
        unit_code,
        cases
        * (sum(cases_late) over by_type - cases_late)
        / nullif(sum(cases) over by_type - cases, 0) as late_expected
    from signal_counts
    where rule_id = 'D7'
    window by_type as (partition by unit_type)
)

select
    looked_at.rule_id,
    looked_at.unit_code,
    looked_at.unit_name,
    cast(null as varchar) as procedure_code,
    coalesce(counts.cases, 0) as cases_compared,
    coalesce(counts.showing, 0) as cases_showing,
    counts.showing / nullif(counts.cases, 0) as share,
    counts.usual,
    counts.cases_late,
    case
        when looked_at.rule_id = 'D1T'
            then printf('%02d:%02d', counts.usual // 60, counts.usual % 60)
    end as usual_time,
    replace(printf('%.1f%%', 100 * counts.showing / nullif(counts.cases, 0)), '.', ',') as share_text,
    replace(printf('%.1f%%', 100 * corrected.expected_share), '.', ',') as expected_text,
    replace(printf('%.1f%%', 100 * corrected.low_share), '.', ',') as low_text,
    probability_text(corrected.p_value) as p_text,
    probability_text(corrected.p_holm) as p_corrected_text,
    cast(parameters.same_minute_cases as integer) as same_minute_cases,
    cast(parameters.period_end_days as integer) as period_end_days,
    cast(parameters.quarter_first_day as integer) as quarter_first_day,
    cast(parameters.night_from_hour as integer) as night_from_hour,
    cast(parameters.night_to_hour as integer) as night_to_hour,
    cast(parameters.steady_months as integer) as steady_months,
    replace(printf('%.1f', late.late_expected), '.', ',') as late_expected,
    corrected.expected_share,
    corrected.multiple,
    corrected.peers,
    corrected.peers_showing,
    corrected.units_tested,
    corrected.p_value,
    -- No signal, however many cases there are: a share not much above the peers'; late cases (D7); peers that have no
    -- such cases either (E1I).
    case
        when
            looked_at.rule_id = 'E1I'
            and corrected.peers_showing < parameters.never_used_peer_share * corrected.peers
            then 1
        when looked_at.rule_id <> 'E1I' and corrected.multiple < parameters.peer_multiple then 1
        when
            looked_at.rule_id = 'D7'
            and (counts.cases_late > 0 or counts.months < parameters.steady_months)
            then 1
        else corrected.p_holm
    end as p_corrected,
    case
        when not looked_at.has_input then 'no_input'
        when coalesce(counts.cases, 0) < parameters.unit_least_cases then 'too_few_cases'
        when corrected.unit_code is null then 'too_few_peers'
    end as not_assessed
from looked_at
cross join parameters
left join signal_counts as counts
    on looked_at.rule_id = counts.rule_id and looked_at.unit_code = counts.unit_code
left join late on looked_at.rule_id = late.rule_id and looked_at.unit_code = late.unit_code
left join corrected on looked_at.rule_id = corrected.rule_id and looked_at.unit_code = corrected.unit_code
