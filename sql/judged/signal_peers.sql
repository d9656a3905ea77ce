-- One row per signal, unit with enough cases and unit of its type with enough cases (itself too): what the latter shows
-- of what is looked at in the former. `mix_share` is what its procedures alone would make it show, 1 where they do not
-- count.
with parameters as (
    select * from stg_parameters
),

counted as (
    select counts.*
    from signal_counts as counts
    cross join parameters
    where counts.cases >= parameters.unit_least_cases
)

select
    own.rule_id,
    own.unit_code,
    peers.unit_code as peer_code,
    peers.trials,
    case own.rule_id
        when 'D1T' then coalesce(minutes.days, 0)
        when 'D1' then mixes.hits
        when 'D7' then mixes.hits
        else peers.hits
    end as hits,
    coalesce(mixes.mix_share, 1) as mix_share
from counted as own
inner join counted as peers on own.rule_id = peers.rule_id and own.unit_type = peers.unit_type
left join signal_minutes as minutes
    on own.rule_id = 'D1T' and peers.unit_code = minutes.unit_code and own.usual = minutes.minute_of_day
left join signal_mixes as mixes
    on own.rule_id = mixes.rule_id and own.unit_code = mixes.unit_code and peers.unit_code = mixes.peer_code
