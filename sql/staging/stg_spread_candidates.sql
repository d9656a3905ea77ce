-- One row per centre and spread that the true rates of a kind of unit may have (a beta distribution): how credible it
-- is before anything is counted, and the share of units at each rate of the grid.
with centres as (
    select 1 / (1 + exp(-0.25 * number)) as centre
    from (select unnest(generate_series(-30, 30)) as number) as numbers
),

-- As an intra-class correlation: from units that are hardly different to 0.4, where most have none or all.
spreads as (
    select exp(ln(0.0003) + (ln(0.4) - ln(0.0003)) * number / 13.0) as spread
    from (select unnest(generate_series(0, 13)) as number) as numbers
),

-- Every standard deviation of the true rates, which is as the root of the spread, is as credible as any other (Gelman
-- 2006, Bayesian Analysis 1:515), and every centre on the log odds.
candidates as (
    select
        centres.centre,
        spreads.spread,
        sqrt(spreads.spread) as credibility,
        centres.centre * (1 / spreads.spread - 1) as alpha,
        (1 - centres.centre) * (1 / spreads.spread - 1) as beta
    from centres
    cross join spreads
),

-- The first and the last rate of the grid stand for all beyond them too: what lies there falls off by alpha, by beta.
weighed as (
    select
        candidates.*,
        list_transform(
            generate_series(1, len(grid.rates)),
            lambda place:
            exp(
                alpha * ln(grid.rates[place] / candidates.centre)
                + beta * ln((1 - grid.rates[place]) / (1 - candidates.centre))
            )
            * case
                when place = 1 then 0.5 + 10 / alpha
                when place = len(grid.rates) then 0.5 + 10 / beta
                else 1
            end
        ) as weights
    from candidates
    cross join stg_rate_grid as grid
)

select
    row_number() over (order by centre, spread) as candidate,
    centre,
    spread,
    credibility,
    list_transform(weights, lambda weight: weight / list_sum(weights)) as shares
from weighed
