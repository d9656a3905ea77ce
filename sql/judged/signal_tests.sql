-- One row per signal and unit with enough cases and peers: its share, the share that its peers lead to expect, and by
-- how much units differ among themselves beyond chance (overdispersion of a beta-binomial, 0 none, 1 all or nothing).
with parameters as (
    select * from stg_parameters
),

counts as (
    select * from signal_counts
),

compared as (
    select
        *,
        unit_code = peer_code as is_self,
        hits / trials / mix_share as ratio,
        ln((hits + 0.5) / (trials - hits + 0.5)) - offset_by_mix as place
    from (
        select *, case when mix_share < 1 then ln(mix_share / (1 - mix_share)) else 0 end as offset_by_mix
        from signal_peers
    ) as told
),

-- Several units may game at once: what lies far outside of the peers' middle half is drawn in to its fence (Tukey), on
-- the scale of log odds, where the shares of honest units spread evenly.
fences as (
    select
        rule_id,
        unit_code,
        count(*) as peers,
        count(*) filter (where hits > 0) as peers_showing,
        sum(trials) as trials,
        quantile_cont(place, 0.1) as lowest_tenth,
        quantile_cont(place, 0.25) as lower_quartile,
        quantile_cont(place, 0.75) as upper_quartile
    from compared
    where not is_self
    group by rule_id, unit_code
),

drawn_in as (
    select
        compared.rule_id,
        compared.unit_code,
        compared.peer_code,
        compared.trials,
        compared.mix_share,
        least(
            compared.ratio,
            1 / (
                1 + exp(-(
                    fences.upper_quartile + 1.5 * (fences.upper_quartile - fences.lower_quartile)
                    + compared.offset_by_mix
                ))
            ) / compared.mix_share
        ) as ratio
    from compared
    inner join fences on compared.rule_id = fences.rule_id and compared.unit_code = fences.unit_code
    where not compared.is_self
),

moments as (
    select
        rule_id,
        unit_code,
        avg(ratio order by peer_code) as ratio,
        var_samp(ratio order by peer_code) as variance,
        avg(mix_share order by peer_code) as mix_share,
        avg(1 / (trials * mix_share) order by peer_code) as by_chance,
        avg(1 / trials order by peer_code) as by_chance_squared
    from drawn_in
    group by rule_id, unit_code
),

expected as (
    select
        fences.rule_id,
        fences.unit_code,
        counts.unit_type,
        fences.peers,
        fences.peers_showing,
        1 / (1 + exp(-fences.lowest_tenth)) as low_share,
        self.trials,
        self.hits / self.trials as share,
        moments.ratio,
        moments.variance,
        moments.by_chance,
        moments.by_chance_squared,
        moments.mix_share * moments.ratio as middle,
        -- One of n choices cannot be expected less often than every nth time.
        greatest(
            least((moments.ratio * self.mix_share * fences.trials + 0.5) / (fences.trials + 1), 0.999),
            case when counts.choices > 1 and self.mix_share = 1 then 1.0 / counts.choices else 0 end
        ) as expected_share,
        parameters.peer_spread_least
    from fences
    inner join moments on fences.rule_id = moments.rule_id and fences.unit_code = moments.unit_code
    inner join counts on fences.rule_id = counts.rule_id and fences.unit_code = counts.unit_code
    inner join compared as self
        on fences.rule_id = self.rule_id and fences.unit_code = self.unit_code and self.is_self
    cross join parameters
    where fences.peers >= parameters.peers_least
),

-- How much the peers' shares vary, and how much of that is chance alone, both in units of share × (1 - share).
spread as (
    select
        *,
        middle * middle * variance / (ratio * ratio * middle * (1 - middle)) as observed,
        (ratio * by_chance - ratio * ratio * by_chance_squared) * middle / (ratio * ratio * (1 - middle)) as chance
    from (
        select
            * replace (least(greatest(middle, 1e-9), 0.999) as middle, greatest(ratio, 1e-9) as ratio)
        from expected
    ) as known
),

types as (
    select
        rule_id,
        unit_type,
        avg(peers order by unit_code) as peers,
        avg(observed order by unit_code) as observed,
        avg(chance order by unit_code) as chance
    from spread
    group by rule_id, unit_type
),

-- A type with few units is helped out by the spread of the others.
pooled as (
    select
        spread.rule_id,
        spread.unit_code,
        spread.peers - 1 + coalesce(sum(types.peers), 0) as degrees,
        (
            spread.observed * (spread.peers - 1)
            + coalesce(sum(types.observed * types.peers order by types.unit_type), 0)
        ) / (spread.peers - 1 + coalesce(sum(types.peers), 0)) as observed,
        (
            spread.chance * (spread.peers - 1)
            + coalesce(sum(types.chance * types.peers order by types.unit_type), 0)
        ) / (spread.peers - 1 + coalesce(sum(types.peers), 0)) as chance
    from spread
    left join types on spread.rule_id = types.rule_id and spread.unit_type <> types.unit_type
    group by spread.rule_id, spread.unit_code, spread.peers, spread.observed, spread.chance
)

select
    spread.rule_id,
    spread.unit_code,
    spread.peers,
    spread.peers_showing,
    spread.low_share,
    spread.share,
    spread.expected_share,
    spread.share / spread.expected_share as multiple,
    spread.trials,
    least(greatest(
        spread.peer_spread_least,
        (spread.observed - spread.chance) / (1 - spread.chance),
        -- 1.6: holds false alarms under 5% where honest units spread far to one side (measured, see the tests)
        (
            pooled.observed * 1.6 * variance_reserve(pooled.degrees) * (1 + 1.0 / spread.peers) - pooled.chance
        ) / (1 - pooled.chance)
    ), 0.95) as overdispersion
from spread
inner join pooled on spread.rule_id = pooled.rule_id and spread.unit_code = pooled.unit_code
