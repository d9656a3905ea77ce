-- One row per unit that is compared and measure: how probable it is that a unit like its peers counts so many, or so
-- few (Ohlssen, Sharples and Spiegelhalter 2007, J R Stat Soc A 170:865), and whether it is unlike them.
with told as (
    select
        likelihoods.*,
        share_weighted(likelihoods.tails, predictions.shares) / predictions.whole as probability
    from peer_likelihoods as likelihoods
    inner join peer_predictions as predictions
        on
            likelihoods.unit_level = predictions.unit_level
            and likelihoods.unit_type = predictions.unit_type
            and likelihoods.measure = predictions.measure
            and likelihoods.direction = predictions.direction
),

tested as (
    select
        unit_code,
        measure,
        max(case when direction = 'high' then probability end) as high_probability,
        max(case when direction = 'low' then probability end) as low_probability
    from told
    group by unit_code, measure
)

-- After Bonferroni's correction for the units of the kind; and only where the interval too lies beyond the rate in the
-- middle. Only the farthest quarter is asked of, for the others there is no probability.
select
    tested.unit_code,
    tested.measure,
    least(1, levels.compared_units * least(tested.high_probability, tested.low_probability)) as peer_probability,
    case
        when
            tested.high_probability * levels.compared_units <= levels.unlike_probability
            and intervals.low_rate > levels.common_rate
            then 'high'
        when
            tested.low_probability * levels.compared_units <= levels.unlike_probability
            and intervals.high_rate < levels.common_rate
            then 'low'
    end as unlike
from tested
inner join unit_rate_intervals as intervals
    on tested.unit_code = intervals.unit_code and tested.measure = intervals.measure
inner join level_rates as levels
    on
        intervals.unit_level = levels.unit_level
        and intervals.unit_type = levels.unit_type
        and intervals.measure = levels.measure
