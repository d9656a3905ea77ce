-- One row per unit of a known level and measure: its rate with a 95% interval, and whether it has cases enough to be
-- compared. Without a denominator there is no rate.
with rates as (
    select
        counts.*,
        counts.denominator > 0 and counts.denominator >= parameters.unit_least_cases as has_enough_cases,
        share_of(counts.numerator, counts.denominator) as rate
    from unit_rate_counts as counts
    cross join stg_parameters as parameters
),

-- Wilson 1927, J Am Stat Assoc 22:209, without continuity correction, 95%: 3.8414588 is 1.959964 squared.
intervals as (
    select
        *,
        (numerator + 1.9207294) / (denominator + 3.8414588) as wilson_centre,
        1.959963984540054 / (denominator + 3.8414588) * sqrt(numerator * (1 - rate) + 0.9603647) as wilson_reach
    from rates
)

select
    unit_code,
    unit_name,
    unit_level,
    unit_type,
    measure,
    is_higher_worse,
    is_assessable,
    coalesce(has_enough_cases, false) as has_enough_cases,
    numerator,
    denominator,
    rate,
    case
        when rate is null then null
        when numerator = 0 then 0
        else greatest(0, wilson_centre - wilson_reach)
    end as low_rate,
    case
        when rate is null then null
        when numerator = denominator then 1
        else least(1, wilson_centre + wilson_reach)
    end as high_rate
from intervals
