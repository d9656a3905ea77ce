-- One row per unit with enough cases and measure: how many of its peers are surely better, and how many surely worse.
-- A rank is no more certain than these comparisons (Goldstein and Spiegelhalter 1996, J R Stat Soc A 159:385).
with compared as (
    select
        intervals.*,
        case when intervals.is_higher_worse then 1 else -1 end
        * case tests.unlike when 'high' then 1 when 'low' then -1 else 0 end as badness
    from unit_rate_intervals as intervals
    left join unit_peer_tests as tests
        on intervals.unit_code = tests.unit_code and intervals.measure = tests.measure
    where intervals.has_enough_cases
),

-- Two rates differ only if they do on the linear and on the arcsine scale: each errs at one end of the range.
pairs as (
    select
        ours.unit_code,
        ours.measure,
        ours.badness,
        theirs.badness as peer_badness,
        case when ours.is_higher_worse then theirs.rate < ours.rate else theirs.rate > ours.rate end as is_peer_better,
        not (theirs.rate between ours.low_rate and ours.high_rate)
        and not (ours.rate between theirs.low_rate and theirs.high_rate) as are_intervals_clear,
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
            and ours.unit_type = theirs.unit_type
            and ours.measure = theirs.measure
            and ours.unit_code <> theirs.unit_code
    inner join level_rates as levels
        on
            ours.unit_level = levels.unit_level
            and ours.unit_type = levels.unit_type
            and ours.measure = levels.measure
),

-- Whatever is worse than its peers is surely worse than what is better than them.
told as (
    select
        *,
        badness * peer_badness = -1
        or (are_intervals_clear and least(arcsine_score, linear_score) > pair_quantile) as is_sure
    from pairs
)

select
    unit_code,
    measure,
    count(case when is_sure and is_peer_better then 1 end) as better_units,
    count(case when is_sure and not is_peer_better then 1 end) as worse_units
from told
group by unit_code, measure
