-- One row per month of the window; the first and the last may be cut by the window's ends.
with months as (
    select
        unnest(generate_series(date_trunc('month', window_from), window_to, interval 1 month))::date as month_start,
        window_from,
        window_to
    from stg_parameters
)

select
    greatest(month_start, window_from) as month_start,
    least(last_day(month_start), window_to) as month_end,
    last_day(month_start) >= window_to as is_last
from months
