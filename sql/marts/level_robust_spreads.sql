-- One row per level and measure with units to judge: the rate of all its units together, and how much more than by
-- chance the bulk of those with enough cases differ (intra-class correlation), whatever a few do.
with judged as (
    select counts.*, counts.denominator >= parameters.unit_least_cases as is_compared
    from unit_rate_counts as counts
    cross join stg_parameters as parameters
    where counts.denominator > 0
),

pooled as (
    select
        unit_level,
        measure,
        count(case when is_compared then 1 end) as compared_units,
        sum(numerator) / cast(sum(denominator) as double) as level_rate
    from judged
    group by unit_level, measure
),

-- The smallest spread at which the squared scores of the units, each cut at the 90th percentile of a normal one, are no
-- more than expected (winsorised as in Spiegelhalter 2005, Stat Med 24:1185, and solved as Huber's proposal 2, 1964).
-- Expected is 0.678649, the mean of such a square if the scores are normal; 1.642374 is where it is cut.
-- Sums of whole numbers do not depend on the order of the rows.
scored as (
    select
        pooled.unit_level,
        pooled.measure,
        pooled.compared_units,
        candidates.spread,
        cast(sum(cast(round(1e9 * least(
            1.642374,
            power(judged.numerator / cast(judged.denominator as double) - pooled.level_rate, 2) * judged.denominator
            / (pooled.level_rate * (1 - pooled.level_rate) * (1 + (judged.denominator - 1) * candidates.spread))
        )) as bigint)) as double) / 1e9 as squared_scores
    from pooled
    inner join judged on pooled.unit_level = judged.unit_level and pooled.measure = judged.measure
    cross join stg_spread_candidates as candidates
    where judged.is_compared and pooled.level_rate > 0 and pooled.level_rate < 1
    group by pooled.unit_level, pooled.measure, pooled.compared_units, candidates.spread
),

robust as (
    select
        unit_level,
        measure,
        coalesce(min(case when squared_scores <= 0.678649 * (compared_units - 1) then spread end), 0.9) as robust_spread
    from scored
    group by unit_level, measure
)

select
    pooled.unit_level,
    pooled.measure,
    pooled.level_rate,
    coalesce(robust.robust_spread, 0) as robust_spread
from pooled
left join robust on pooled.unit_level = robust.unit_level and pooled.measure = robust.measure
