-- One row per unit and measure: rate, interval, place among its peers; those to be told from their peers first, then
-- those with a rank, worst first.
select
    unit_name,
    unit_code,
    unit_level,
    measure,
    standing,
    numerator,
    denominator,
    rate,
    low_rate,
    high_rate,
    shrunk_rate,
    peer_rate,
    funnel_low_rate,
    funnel_high_rate,
    rank_from,
    rank_to,
    compared_units
from unit_rates
order by
    case standing
        when 'worse' then 1 when 'better' then 2 when 'not_distinguishable' then 3 when 'too_few_cases' then 4
        when 'too_few_peers' then 5 else 6
    end asc,
    case measure
        when 'late' then 1 when 'overdue' then 2 when 'late_by_law' then 3 when 'padded' then 4
        when 'slip_missing' then 5 when 'online' then 6 else 7
    end asc,
    case unit_level when 'province' then 1 when 'district' then 2 else 3 end asc,
    rank_from desc nulls last,
    rank_to desc nulls last,
    rate desc nulls last,
    unit_code asc
