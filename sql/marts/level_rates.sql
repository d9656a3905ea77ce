-- One row per level and measure: the rate of all its units together, how much more than by chance they differ, and how
-- far from its peers a unit must lie to be told from them.
with judged as (
    select rates.*, parameters.unit_least_cases, parameters.significance
    from unit_rate_counts as rates
    cross join stg_parameters as parameters
    where rates.denominator > 0
),

-- Sums of whole numbers, so that they do not depend on the order of the rows.
totals as (
    select
        unit_level,
        measure,
        max(significance) as significance,
        count(*) as units,
        count(case when denominator >= unit_least_cases then 1 end) as compared_units,
        cast(sum(numerator) as double) as numerator,
        cast(sum(denominator) as double) as denominator,
        cast(sum(cast(denominator as decimal(18, 0)) * denominator) as double) as squared_denominators,
        cast(sum(cast(round(1e6 * numerator * numerator / denominator) as decimal(24, 0))) as double) / 1e6
            as numerators_by_rate
    from judged
    group by unit_level, measure
),

pooled as (
    select *, numerator / denominator as level_rate from totals
),

-- Robust spread: the smallest at which the squared scores of the units, each cut at the 90th percentile of a normal
-- one, are no more than expected (winsorising as Spiegelhalter 2005, Stat Med 24:1185; solved as Huber's proposal 2,
-- 1964). Expected is 0.60: a normal spread would give 0.68, an exponential one 0.53, and rates of lateness are skewed.
scored as (
    select
        pooled.unit_level,
        pooled.measure,
        pooled.units,
        candidates.spread,
        cast(sum(cast(round(1e9 * least(
            1.6423744,
            power(judged.numerator / cast(judged.denominator as double) - pooled.level_rate, 2) * judged.denominator
            / (pooled.level_rate * (1 - pooled.level_rate) * (1 + (judged.denominator - 1) * candidates.spread))
        )) as bigint)) as double) / 1e9 as squared_scores
    from pooled
    inner join judged on pooled.unit_level = judged.unit_level and pooled.measure = judged.measure
    cross join stg_spread_candidates as candidates
    where pooled.level_rate > 0 and pooled.level_rate < 1
    group by pooled.unit_level, pooled.measure, pooled.units, candidates.spread
),

robust as (
    select
        unit_level,
        measure,
        coalesce(min(case when squared_scores <= 0.6 * (units - 1) then spread end), 0.9) as spread
    from scored
    group by unit_level, measure
),

-- Normal quantiles by Abramowitz and Stegun 26.2.23 (error below 0.00045), two-sided, after Bonferroni's correction for
-- as many comparisons as are made: of each unit with its peers, and of each pair of units.
tails as (
    select
        pooled.*,
        sqrt(-2 * ln(significance / (2.0 * nullif(compared_units, 0)))) as unit_tail,
        sqrt(-2 * ln(significance / nullif(compared_units * (compared_units - 1.0), 0))) as pair_tail
    from pooled
),

quantiles as (
    select
        tails.*,
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
    quantiles.numerators_by_rate,
    quantiles.level_rate,
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
    end as unit_quantile_t,
    coalesce(robust.spread, 0) as robust_spread,
    -- Beta-binomial by the method of moments (Kleinman 1973), for the shrunk rates.
    case
        when quantiles.units > 1 and quantiles.level_rate > 0 and quantiles.level_rate < 1
            then least(1, greatest(0, coalesce(
                (
                    quantiles.numerators_by_rate - quantiles.numerator * quantiles.level_rate
                    - quantiles.level_rate * (1 - quantiles.level_rate) * (quantiles.units - 1)
                )
                / nullif(
                    quantiles.level_rate * (1 - quantiles.level_rate)
                    * (
                        quantiles.denominator - quantiles.squared_denominators / quantiles.denominator
                        - (quantiles.units - 1)
                    ), 0
                ), 0
            )))
        when quantiles.units > 1 then 0
    end as moments_spread
from quantiles
left join robust on quantiles.unit_level = robust.unit_level and quantiles.measure = robust.measure
