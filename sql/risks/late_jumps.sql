-- One row per unit that ended cases late in the last months far more often than chance lets expect from its own past
-- and from its peers in the same months. Its past counts at the upper end of its interval: a short one proves little.
with parameters as (
    select * from stg_parameters
),

months as (
    select
        lateness.unit_code,
        lateness.unit_type,
        lateness.month_start,
        lateness.completed_late,
        lateness.completed - lateness.completed_undated as completed,
        lateness.month_start
        > date_trunc('month', parameters.window_to) - to_months(cast(parameters.trigger_months as integer))
            as is_lately
    from unit_month_lateness as lateness
    cross join parameters
    where lateness.coverage <> 'not' and lateness.unit_type is not null
),

sums as (
    select
        unit_code,
        unit_type,
        sum(completed_late) filter (where is_lately) as late_lately,
        sum(completed) filter (where is_lately) as completed_lately,
        sum(completed_late) filter (where not is_lately) as late_before,
        sum(completed) filter (where not is_lately) as completed_before,
        min(month_start) filter (where is_lately and completed_late > 0) as since_date
    from months
    group by unit_code, unit_type
),

compared as (
    select
        *,
        share_of(late_lately, completed_lately) as rate_lately,
        wilson_high(cast(late_before as double), cast(completed_before as double)) as high_before,
        share_of(
            sum(late_lately) over (partition by unit_type) - late_lately,
            sum(completed_lately) over (partition by unit_type) - completed_lately
        ) as peers_lately
    from sums
),

tested as (
    select
        compared.*,
        greatest(high_before, coalesce(peers_lately, 0)) as expected_rate,
        count(*) over () as units_tested
    from compared
    cross join parameters
    where
        completed_lately >= parameters.unit_least_cases
        and completed_before >= parameters.unit_least_cases
)

select
    tested.unit_code,
    tested.since_date,
    cast(tested.late_lately as bigint) as late_lately,
    cast(tested.completed_lately as bigint) as completed_lately,
    tested.expected_rate
from tested
cross join parameters
where
    tested.rate_lately >= parameters.peer_multiple * tested.expected_rate
    and tail_of_binomial(tested.late_lately, tested.completed_lately, least(0.999, tested.expected_rate))
    * tested.units_tested <= parameters.significance
