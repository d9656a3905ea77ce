-- One row per unit and measure: rate, interval, place among its peers; those to be told from their peers first, then
-- those with a rank, worst first.
select
    unit_name,
    unit_code,
    unit_level,
    unit_type,
    measure,
    standing,
    numerator,
    denominator,
    rate,
    low_rate,
    high_rate,
    shrunk_rate,
    common_rate,
    peer_probability,
    rank_from,
    rank_to,
    compared_units
from unit_rates
order by
    case standing
        when 'worse' then 1 when 'worse_than_common' then 2 when 'better' then 3 when 'better_than_common' then 4
        when 'not_distinguishable' then 5 when 'too_few_cases' then 6 when 'too_few_peers' then 7 else 8
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
