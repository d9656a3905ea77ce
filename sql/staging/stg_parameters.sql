-- One row: the window, the convention of comparison and the thresholds of this run (numbers, named as in audit.toml).
select
    window_from::date as window_from,
    window_to::date as window_to,
    window_to::date + interval 1 day - interval 1 second as cut_off_at,
    grain,
    numbers.* exclude (window_from, window_to, grain) -- noqa: AM04
from audit_parameters as numbers
