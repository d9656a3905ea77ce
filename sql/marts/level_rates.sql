-- One row per level, type of unit and measure with units to judge: the rate of all its units together and of the one in
-- the middle, how much more than by chance they differ (intra-class correlation of their true rates), and by which
-- quantile a unit is told from the others.
with judged as (
    select * from unit_rate_intervals where denominator > 0
),

-- Sums of whole numbers do not depend on the order of the rows.
totals as (
    select
        unit_level,
        unit_type,
        measure,
        count(*) as units,
        count(case when has_enough_cases then 1 end) as compared_units,
        median(case when has_enough_cases then rate end) as middle_rate,
        cast(sum(numerator) as double) as numerator,
        cast(sum(denominator) as double) as denominator,
        cast(sum(numerator) as double) / sum(denominator) as rate,
        cast(sum(cast(denominator as decimal(18, 0)) * denominator) as double) as squared_denominators,
        cast(sum(cast(round(1e6 * numerator * numerator / denominator) as decimal(24, 0))) as double) / 1e6
            as numerators_by_rate
    from judged
    group by unit_level, unit_type, measure
),

-- Beta-binomial spread by the method of moments (Kleinman 1973, J Am Stat Assoc 68:46). Normal quantiles by Abramowitz
-- and Stegun 26.2.23 (error below 0.00045), two-sided, after Bonferroni's correction for as many comparisons as are
-- made: of each unit with the others, and of each pair of units.
tails as (
    select
        totals.*,
        parameters.peers_least,
        parameters.unlike_probability,
        case
            when units > 1 and rate > 0 and rate < 1 and denominator > units
                then least(1, greatest(
                    0,
                    (numerators_by_rate - numerator * rate - rate * (1 - rate) * (units - 1))
                    / (rate * (1 - rate) * (denominator - squared_denominators / denominator - (units - 1)))
                ))
            when units > 1 then 0
        end as moments_spread,
        sqrt(-2 * ln(parameters.significance / (2.0 * nullif(compared_units, 0)))) as unit_tail,
        sqrt(-2 * ln(parameters.significance / nullif(compared_units * (compared_units - 1.0), 0))) as pair_tail
    from totals
    cross join stg_parameters as parameters
)

-- A few units tell so little of their spread that false alarms stay far under the probability that is allowed; many do
-- not, so they are allowed less (measured by `python -m benchmarks.comparison`).
select
    unit_level,
    unit_type,
    measure,
    units,
    compared_units,
    compared_units > peers_least as has_enough_peers,
    unlike_probability * least(1, sqrt(14.0 / nullif(compared_units, 0))) as unlike_probability,
    numerator,
    denominator,
    rate as level_rate,
    middle_rate as common_rate,
    moments_spread,
    unit_tail - (2.515517 + unit_tail * (0.802853 + unit_tail * 0.010328))
    / (1 + unit_tail * (1.432788 + unit_tail * (0.189269 + unit_tail * 0.001308))) as unit_quantile,
    pair_tail - (2.515517 + pair_tail * (0.802853 + pair_tail * 0.010328))
    / (1 + pair_tail * (1.432788 + pair_tail * (0.189269 + pair_tail * 0.001308))) as pair_quantile
from tails
