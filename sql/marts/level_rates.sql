-- One row per level and measure with units to judge: the rate of all its units together, how much more than by chance
-- they differ (intra-class correlation of their true rates), and the quantiles by which a unit is told from them.
with judged as (
    select
        counts.*,
        levels.level_rate,
        parameters.significance,
        counts.denominator >= parameters.unit_least_cases as is_compared,
        -- Six standard deviations from the bulk: no part of the peers' spread, but what is to be told from it.
        counts.denominator >= parameters.unit_least_cases
        and power(counts.numerator / cast(counts.denominator as double) - levels.level_rate, 2) * counts.denominator
        > 36 * levels.level_rate * (1 - levels.level_rate) * (1 + (counts.denominator - 1) * levels.robust_spread)
            as is_far_off,
        levels.robust_spread
    from unit_rate_counts as counts
    inner join level_robust_spreads as levels
        on counts.unit_level = levels.unit_level and counts.measure = levels.measure
    cross join stg_parameters as parameters
    where counts.denominator > 0
),

gathered as (
    select *, 'all' as gathering from judged
    union all
    select *, 'bulk' from judged where not is_far_off
),

-- Sums of whole numbers do not depend on the order of the rows.
totals as (
    select
        gathering,
        unit_level,
        measure,
        max(significance) as significance,
        max(robust_spread) as robust_spread,
        count(*) as units,
        count(case when is_compared then 1 end) as compared_units,
        cast(sum(numerator) as double) as numerator,
        cast(sum(denominator) as double) as denominator,
        cast(sum(numerator) as double) / sum(denominator) as rate,
        cast(sum(cast(denominator as decimal(18, 0)) * denominator) as double) as squared_denominators,
        cast(sum(cast(round(1e6 * numerator * numerator / denominator) as decimal(24, 0))) as double) / 1e6
            as numerators_by_rate
    from gathered
    group by gathering, unit_level, measure
),

-- Beta-binomial spread by the method of moments (Kleinman 1973, J Am Stat Assoc 68:46).
moments as (
    select
        totals.*,
        case
            when units > 1 and rate > 0 and rate < 1 and denominator > units
                then least(1, greatest(
                    0,
                    (numerators_by_rate - numerator * rate - rate * (1 - rate) * (units - 1))
                    / (rate * (1 - rate) * (denominator - squared_denominators / denominator - (units - 1)))
                ))
            when units > 1 then 0
        end as moments_spread
    from totals
),

-- Normal quantiles by Abramowitz and Stegun 26.2.23 (error below 0.00045), two-sided, after Bonferroni's correction for
-- as many comparisons as are made: of each unit with its peers, and of each pair of units.
tails as (
    select
        *,
        sqrt(-2 * ln(significance / (2.0 * nullif(compared_units, 0)))) as unit_tail,
        sqrt(-2 * ln(significance / nullif(compared_units * (compared_units - 1.0), 0))) as pair_tail
    from moments
    where gathering = 'all'
),

quantiles as (
    select
        *,
        unit_tail - (2.515517 + unit_tail * (0.802853 + unit_tail * 0.010328))
        / (1 + unit_tail * (1.432788 + unit_tail * (0.189269 + unit_tail * 0.001308))) as unit_quantile,
        pair_tail - (2.515517 + pair_tail * (0.802853 + pair_tail * 0.010328))
        / (1 + pair_tail * (1.432788 + pair_tail * (0.189269 + pair_tail * 0.001308))) as pair_quantile
    from tails
)

select
    quantiles.unit_level,
    quantiles.measure,
    quantiles.units,
    quantiles.compared_units,
    quantiles.numerator,
    quantiles.denominator,
    quantiles.squared_denominators,
    quantiles.rate as level_rate,
    quantiles.moments_spread,
    greatest(quantiles.robust_spread, least(0.9, bulk.moments_spread)) as peer_spread,
    quantiles.unit_quantile,
    quantiles.pair_quantile,
    -- Student's quantile for a spread that so many peers tell of, from the normal one (Wallace 1959).
    case
        when quantiles.units > 2
            then sqrt(
                (quantiles.units - 2) * (exp(
                    power(quantiles.unit_quantile * (8 * quantiles.units - 13) / (8 * quantiles.units - 15), 2)
                    / (quantiles.units - 2)
                ) - 1)
            )
    end as unit_quantile_t
from quantiles
left join moments as bulk
    on
        quantiles.unit_level = bulk.unit_level
        and quantiles.measure = bulk.measure
        and bulk.gathering = 'bulk'
