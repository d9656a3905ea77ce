-- One row per level, type of unit, measure and direction: what share of units like these has each rate of the grid,
-- averaged over all centres and spreads by how well they fit what the units counted.
with fits as (
    select
        likelihoods.unit_level,
        likelihoods.unit_type,
        likelihoods.measure,
        likelihoods.direction,
        candidates.candidate,
        -- Sums of whole numbers do not depend on the order of the rows.
        cast(sum(cast(round(
            1e9 * ln(greatest(share_weighted(likelihoods.likelihoods, candidates.shares), 1e-300))
        ) as hugeint)) as double) / 1e9 as log_fit
    from peer_likelihoods as likelihoods
    cross join stg_spread_candidates as candidates
    group by
        likelihoods.unit_level, likelihoods.unit_type, likelihoods.measure, likelihoods.direction, candidates.candidate
),

weighted as (
    select
        fits.unit_level,
        fits.unit_type,
        fits.measure,
        fits.direction,
        candidates.shares,
        candidates.credibility * exp(fits.log_fit - max(fits.log_fit) over (
            partition by fits.unit_level, fits.unit_type, fits.measure, fits.direction
        )) as weight
    from fits
    inner join stg_spread_candidates as candidates on fits.candidate = candidates.candidate
),

averaged as (
    select
        weighted.unit_level,
        weighted.unit_type,
        weighted.measure,
        weighted.direction,
        places.place,
        cast(sum(cast(round(1e15 * weighted.weight * weighted.shares[places.place]) as hugeint)) as double) as share
    from weighted
    cross join stg_rate_places as places
    where weighted.weight > 1e-12
    group by weighted.unit_level, weighted.unit_type, weighted.measure, weighted.direction, places.place
)

select
    unit_level,
    unit_type,
    measure,
    direction,
    list(share order by place) as shares,
    sum(cast(share as hugeint)) as whole
from averaged
group by unit_level, unit_type, measure, direction
