-- One row per rate of the grid: its place in it.
select unnest(generate_series(1, len(rates))) as place
from stg_rate_grid
