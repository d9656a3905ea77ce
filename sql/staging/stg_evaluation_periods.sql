-- One row per period in which units are evaluated: the window, and its calendar quarters, cut at the window's ends.
with quarters as (
    select
        unnest(generate_series(date_trunc('quarter', window_from), window_to, interval 3 month))::date as quarter_start,
        window_from,
        window_to
    from stg_parameters
),

whole as (
    select
        *,
        (quarter_start + interval 3 month - interval 1 day)::date as quarter_end
    from quarters
)

select
    'window' as period_id,
    'window' as period_kind,
    window_from as period_from,
    window_to as period_to,
    false as is_cut
from stg_parameters
union all
select
    concat('quarter_', year(quarter_start), '_', quarter(quarter_start)),
    'quarter',
    greatest(quarter_start, window_from),
    least(quarter_end, window_to),
    quarter_start < window_from or quarter_end > window_to
from whole
