-- One row per unit of a known level and measure: the rate, its interval, the rate shrunk towards its kind's, how it
-- lies among its peers (units of its level and type), and its ranks as far as they can be told.
with rates as (
    select
        intervals.*,
        levels.compared_units,
        levels.has_enough_peers,
        levels.level_rate,
        levels.common_rate,
        levels.moments_spread,
        levels.unit_quantile,
        tests.peer_probability,
        tests.unlike,
        ranks.better_units,
        ranks.worse_units,
        cast(intervals.denominator as double) as n,
        (levels.numerator - intervals.numerator) / nullif(levels.denominator - intervals.denominator, 0)
            as others_rate,
        levels.denominator - intervals.denominator as others_n
    from unit_rate_intervals as intervals
    left join level_rates as levels
        on
            intervals.unit_level = levels.unit_level
            and intervals.unit_type = levels.unit_type
            and intervals.measure = levels.measure
            and intervals.denominator > 0
    left join unit_peer_tests as tests
        on intervals.unit_code = tests.unit_code and intervals.measure = tests.measure
    left join unit_rate_ranks as ranks
        on intervals.unit_code = ranks.unit_code and intervals.measure = ranks.measure
),

-- Where peers are too few to tell how much they differ, only chance is allowed for: the rate against that of the others
-- together, on the linear and on the arcsine scale, with the interval beyond the rate in the middle too. Where they are
-- enough: surely higher, or surely lower, than more than half of them.
sides as (
    select
        *,
        case
            when not has_enough_peers and low_rate > common_rate and is_beyond_chance then 'high'
            when not has_enough_peers and high_rate < common_rate and is_beyond_chance then 'low'
            when has_enough_peers and better_units > compared_units / 2 then if(is_higher_worse, 'high', 'low')
            when has_enough_peers and worse_units > compared_units / 2 then if(is_higher_worse, 'low', 'high')
        end as side
    from (
        select
            *,
            least(
                2 * abs(asin(sqrt(rate)) - asin(sqrt(others_rate))) / sqrt(1 / n + 1 / others_n),
                abs(rate - others_rate)
                / sqrt(nullif(level_rate * (1 - level_rate), 0) * (1 / n + 1 / others_n))
            ) > unit_quantile as is_beyond_chance
        from rates
    ) as measured
)

select
    unit_code,
    unit_name,
    unit_level,
    unit_type,
    measure,
    is_higher_worse,
    is_assessable,
    numerator,
    denominator,
    rate,
    low_rate,
    high_rate,
    level_rate,
    common_rate,
    level_rate + (rate - level_rate) * n * moments_spread / nullif(1 + (n - 1) * moments_spread, 0) as shrunk_rate,
    peer_probability,
    case
        when not is_assessable then 'not_assessable'
        when not has_enough_cases then 'too_few_cases'
        when unlike = if(is_higher_worse, 'high', 'low') then 'worse'
        when unlike is not null then 'better'
        when side = if(is_higher_worse, 'high', 'low') then 'worse_than_common'
        when side is not null then 'better_than_common'
        when not has_enough_peers then 'too_few_peers'
        else 'not_distinguishable'
    end as standing,
    -- Nobody surely better and nobody surely worse is no rank.
    case when better_units + worse_units > 0 then 1 + better_units end as rank_from,
    case when better_units + worse_units > 0 then compared_units - worse_units end as rank_to,
    coalesce(compared_units, 0) as compared_units
from sides
