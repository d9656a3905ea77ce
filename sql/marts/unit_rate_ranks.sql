-- One row per unit with enough cases and measure: how many of its peers are surely better, and how many surely worse.
-- A rank is no more certain than these comparisons (Goldstein and Spiegelhalter 1996, J R Stat Soc A 159:385).
with compared as (
    select rates.*, numerator / cast(denominator as double) as rate
    from unit_rate_counts as rates
    cross join stg_parameters as parameters
    where rates.denominator > 0 and rates.denominator >= parameters.unit_least_cases
),

-- Two rates differ only if they do on the linear and on the arcsine scale: each errs at one end of the range.
pairs as (
    select
        ours.unit_code,
        ours.measure,
        theirs.unit_code as peer_code,
        case when ours.is_higher_worse then theirs.rate < ours.rate else theirs.rate > ours.rate end as is_peer_better,
        2 * abs(asin(sqrt(ours.rate)) - asin(sqrt(theirs.rate)))
        / sqrt(1.0 / ours.denominator + 1.0 / theirs.denominator) as arcsine_score,
        abs(ours.rate - theirs.rate)
        / sqrt(
            nullif(
                (ours.numerator + theirs.numerator)
                * cast(ours.denominator + theirs.denominator - ours.numerator - theirs.numerator as double)
                / power(cast(ours.denominator + theirs.denominator as double), 2), 0
            )
            * (1.0 / ours.denominator + 1.0 / theirs.denominator)
        ) as linear_score,
        levels.pair_quantile
    from compared as ours
    inner join compared as theirs
        on
            ours.unit_level = theirs.unit_level
            and ours.measure = theirs.measure
            and ours.unit_code <> theirs.unit_code
    inner join level_rates as levels on ours.unit_level = levels.unit_level and ours.measure = levels.measure
)

select
    unit_code,
    measure,
    count(case when is_peer_better and least(arcsine_score, linear_score) > pair_quantile then 1 end) as better_units,
    count(case when not is_peer_better and least(arcsine_score, linear_score) > pair_quantile then 1 end)
        as worse_units
from pairs
group by unit_code, measure
