-- One row per spread that the true rates of a level's units may have: their intra-class correlation, from none to 0.9.
select 0 as candidate, 0.0 as spread
union all
select numbers.number, exp(ln(1e-6) + (ln(0.9) - ln(1e-6)) * (numbers.number - 1) / 119.0)
from (select unnest(generate_series(1, 120)) as number) as numbers
