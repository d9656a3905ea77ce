-- One row per unit of a known level and measure: the rate, its interval, the rate shrunk towards its level's, how it
-- lies among its peers, and its ranks as far as they can be told. In no figure is a rate without a denominator 0.
with rates as (
    select
        counts.*,
        parameters.unit_least_cases,
        levels.compared_units,
        levels.level_rate,
        levels.moments_spread,
        levels.peer_spread,
        levels.unit_quantile,
        levels.unit_quantile_t,
        counts.numerator / cast(nullif(counts.denominator, 0) as double) as rate,
        cast(counts.denominator as double) as n,
        levels.units - 1 as peers,
        levels.denominator - counts.denominator as peer_n,
        levels.squared_denominators - power(cast(counts.denominator as double), 2) as peer_squares,
        -- The peers without the unit. A half is added, since peers without a single case do not prove a rate of 0.
        (levels.numerator - counts.numerator + 0.5) / (levels.denominator - counts.denominator + 1) as peer_rate
    from unit_rate_counts as counts
    cross join stg_parameters as parameters
    left join level_rates as levels
        on
            counts.unit_level = levels.unit_level
            and counts.measure = levels.measure
            and counts.denominator > 0
),

-- How far chance alone, the differences between peers, and the doubt about their rate reach above and below that rate.
-- Chance: the wider of the linear and the arcsine scale. Differences: beta rates, their skewed end as a gamma's
-- (Wilson and Hilferty 1931).
parts as (
    select
        rates.*,
        peer_rate * (1 - peer_rate) as peer_variance,
        greatest(
            unit_quantile * sqrt(peer_rate * (1 - peer_rate) / nullif(n, 0)),
            power(sin(least(asin(sqrt(peer_rate)) + unit_quantile / (2 * sqrt(nullif(n, 0))), pi() / 2)), 2) - peer_rate
        ) as chance_above,
        greatest(
            unit_quantile * sqrt(peer_rate * (1 - peer_rate) / nullif(n, 0)),
            peer_rate - power(sin(greatest(asin(sqrt(peer_rate)) - unit_quantile / (2 * sqrt(nullif(n, 0))), 0)), 2)
        ) as chance_below,
        least(peer_spread * (1 - peer_rate) / (9 * peer_rate), unit_quantile_t * unit_quantile_t / 4) as skew_above,
        least(peer_spread * peer_rate / (9 * (1 - peer_rate)), unit_quantile_t * unit_quantile_t / 4) as skew_below
    from rates
),

reaches as (
    select
        parts.*,
        greatest(
            unit_quantile_t * sqrt(peer_spread * peer_variance),
            peer_rate * (power(1 - skew_above + unit_quantile_t * sqrt(skew_above), 3) - 1)
        ) as spread_above,
        greatest(
            unit_quantile_t * sqrt(peer_spread * peer_variance),
            (1 - peer_rate) * (power(1 - skew_below + unit_quantile_t * sqrt(skew_below), 3) - 1)
        ) as spread_below,
        peer_variance * (1 - peer_spread + peer_spread * peer_squares / nullif(peer_n, 0)) / nullif(peer_n, 0)
            as doubt_variance
    from parts
),

-- Deviations of independent parts are squared and added (as Newcombe 1998, Stat Med 17:873).
limits as (
    select
        reaches.*,
        case when peers >= 2 and denominator >= unit_least_cases then greatest(0, peer_rate - sqrt(
            power(chance_below, 2) + power(spread_below, 2) + power(unit_quantile_t, 2) * doubt_variance
        )) end as funnel_low_rate,
        case when peers >= 2 and denominator >= unit_least_cases then least(1, peer_rate + sqrt(
            power(chance_above, 2) + power(spread_above, 2) + power(unit_quantile_t, 2) * doubt_variance
        )) end as funnel_high_rate
    from reaches
),

-- Wilson 1927, J Am Stat Assoc 22:209, without continuity correction, 95%: 3.8414588 is 1.959964 squared.
intervals as (
    select
        limits.*,
        (numerator + 1.9207294) / (n + 3.8414588) as wilson_centre,
        1.959963984540054 / (n + 3.8414588) * sqrt(numerator * (1 - rate) + 0.9603647) as wilson_reach
    from limits
)

select
    intervals.unit_code,
    intervals.unit_name,
    intervals.unit_level,
    intervals.unit_type,
    intervals.measure,
    intervals.is_assessable,
    intervals.numerator,
    intervals.denominator,
    intervals.rate,
    case when intervals.numerator = 0 then 0 else greatest(0, wilson_centre - wilson_reach) end
    + case when intervals.rate is null then null else 0 end as low_rate,
    case when intervals.numerator = intervals.denominator then 1 else least(1, wilson_centre + wilson_reach) end
    + case when intervals.rate is null then null else 0 end as high_rate,
    intervals.level_rate,
    intervals.level_rate + (intervals.rate - intervals.level_rate)
    * intervals.n * intervals.moments_spread / nullif(1 + (intervals.n - 1) * intervals.moments_spread, 0)
        as shrunk_rate,
    case when intervals.peers > 0 then intervals.peer_rate end as peer_rate,
    intervals.funnel_low_rate,
    intervals.funnel_high_rate,
    case
        when not intervals.is_assessable then 'not_assessable'
        when intervals.denominator < intervals.unit_least_cases or intervals.denominator = 0 then 'too_few_cases'
        when intervals.funnel_high_rate is null then 'too_few_peers'
        when intervals.rate > intervals.funnel_high_rate and intervals.is_higher_worse then 'worse'
        when intervals.rate < intervals.funnel_low_rate and not intervals.is_higher_worse then 'worse'
        when intervals.rate > intervals.funnel_high_rate or intervals.rate < intervals.funnel_low_rate then 'better'
        else 'not_distinguishable'
    end as standing,
    -- Nobody surely better and nobody surely worse is no rank.
    case when ranks.better_units + ranks.worse_units > 0 then 1 + ranks.better_units end as rank_from,
    case
        when ranks.better_units + ranks.worse_units > 0 then intervals.compared_units - ranks.worse_units
    end as rank_to,
    coalesce(intervals.compared_units, 0) as compared_units
from intervals
left join unit_rate_ranks as ranks
    on intervals.unit_code = ranks.unit_code and intervals.measure = ranks.measure
