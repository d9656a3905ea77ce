-- One row: the true rates that a unit may have, in steps of 0.1 of the log odds from -8 to 8 (0.03% to 99.97%).
select list(1 / (1 + exp(-numbers.number / 10.0)) order by numbers.number) as rates
from (select unnest(generate_series(-80, 80)) as number) as numbers
