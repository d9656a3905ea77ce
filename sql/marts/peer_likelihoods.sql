-- One row per unit that is compared, measure and direction (is the rate high, is it low): how likely its count is at
-- each rate of the grid, and, where it may be unlike the others, one so far out. For `low` the cases without count.
with counted as (
    select
        intervals.unit_level,
        intervals.unit_type,
        intervals.unit_code,
        intervals.measure,
        directions.direction,
        -- What cannot be told in 2,000 cases cannot in more: units differ more than chance does by then.
        least(1, 2000.0 / intervals.denominator)
        * case
            when directions.direction = 'high' then intervals.numerator
            else intervals.denominator - intervals.numerator
        end as hits,
        least(2000.0, intervals.denominator) as trials,
        case when directions.direction = 'high' then intervals.rate else 1 - intervals.rate end as far_rate
    from unit_rate_intervals as intervals
    inner join level_rates as levels
        on
            intervals.unit_level = levels.unit_level
            and intervals.unit_type = levels.unit_type
            and intervals.measure = levels.measure
    cross join (select unnest(['high', 'low']) as direction) as directions
    where intervals.has_enough_cases and levels.has_enough_peers
),

-- Up to a quarter of the units may be unlike the others: of as many of the farthest out is taken only that they are
-- farther out than the rest (type II censoring), however far. So a few bad units cannot hide each other.
placed as (
    select
        *,
        row_number() over (
            partition by unit_level, unit_type, measure, direction order by far_rate desc, unit_code asc
        ) as place,
        floor(parameters.peers_unlike_share * count(*) over (partition by unit_level, unit_type, measure, direction))
            as unlike
    from counted
    cross join stg_parameters as parameters
),

edges as (
    select
        *,
        max(case when place > unlike then far_rate end) over (
            partition by unit_level, unit_type, measure, direction
        ) as edge_rate
    from placed
)

select
    edges.unit_level,
    edges.unit_type,
    edges.unit_code,
    edges.measure,
    edges.direction,
    case
        when edges.place <= edges.unlike
            then tails_at_rates(edges.edge_rate * edges.trials, edges.trials, grid.rates)
        else likelihoods_at_rates(edges.hits, edges.trials, grid.rates)
    end as likelihoods,
    case
        when edges.place <= edges.unlike then tails_at_rates(edges.hits, edges.trials, grid.rates)
    end as tails
from edges
cross join stg_rate_grid as grid
