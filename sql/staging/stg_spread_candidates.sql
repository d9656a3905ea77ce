-- One row per spread that the true rates of units of one level may have: their intra-class correlation, from none to 0.9.
select 0 as candidate, 0.0 as spread
union all
select number, exp(ln(1e-6) + (ln(0.9) - ln(1e-6)) * (number - 1) / 119.0) from generate_series(1, 120) as t(number)
