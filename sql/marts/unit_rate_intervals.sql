-- One row per unit of a known level and measure: its rate with a 95% interval, and whether it has cases enough to be
-- compared. Without a denominator there is no rate.
with rates as (
    select
        counts.*,
        counts.denominator > 0 and counts.denominator >= parameters.unit_least_cases as has_enough_cases,
        share_of(counts.numerator, counts.denominator) as rate
    from unit_rate_counts as counts
    cross join stg_parameters as parameters
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
    wilson_low(numerator, denominator) as low_rate,
    wilson_high(numerator, denominator) as high_rate
from rates
