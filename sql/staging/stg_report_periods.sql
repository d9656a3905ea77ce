-- One row per period in which Biểu 06 is recounted: the window, its calendar quarters, its report quarters (from the
-- 15th to the 14th), and whatever other days within the window a unit reports on. Quarters are cut at the window's
-- ends.
with parameters as (
    select window_from, window_to, least(greatest(quarter_first_day, 1), 28)::integer as first_day
    from stg_parameters
),

quarters as (
    select
        unnest(
            generate_series(date_trunc('quarter', window_from), window_to + interval 1 month, interval 3 month)
        )::date as quarter_start,
        parameters.*
    from parameters
),

whole as (
    select
        1 as kind_no,
        'window' as period_kind,
        null::date as quarter_start,
        window_from as whole_from,
        window_to as whole_to
    from parameters
    union all
    select 2, 'quarter', quarter_start, quarter_start, (quarter_start + interval 3 month - interval 1 day)::date
    from quarters
    union all
    select
        3,
        'report_quarter',
        quarter_start,
        (quarter_start - interval 1 month)::date + (first_day - 1),
        (quarter_start + interval 2 month)::date + (first_day - 2)
    from quarters
    where first_day > 1
),

cut as (
    select
        whole.*,
        greatest(whole_from, window_from) as period_from,
        least(whole_to, window_to) as period_to,
        whole_from < window_from as is_cut_at_start,
        whole_to > window_to as is_cut_at_end
    from whole
    cross join parameters
    where whole_from <= window_to and whole_to >= window_from
),

reported as (
    select distinct reports.period_from, reports.period_to
    from stg_form_06_reports as reports
    cross join parameters
    where
        reports.period_from >= window_from
        and reports.period_to <= window_to
        and reports.period_from <= reports.period_to
),

periods as (
    select kind_no, period_kind, quarter_start, period_from, period_to, is_cut_at_start, is_cut_at_end from cut
    union all
    select 4, 'reported', null, reported.period_from, reported.period_to, false, false
    from reported
    anti join cut on reported.period_from = cut.period_from and reported.period_to = cut.period_to
),

named as (
    select
        *,
        concat(quarter(quarter_start), '/', year(quarter_start)) as quarter_name,
        concat(strftime(period_from, '%d/%m/%Y'), '–', strftime(period_to, '%d/%m/%Y')) as days
    from periods
)

select
    case kind_no
        when 1 then 'window'
        when 4 then concat('reported_', strftime(period_from, '%Y%m%d'), '_', strftime(period_to, '%Y%m%d'))
        else concat(period_kind, '_', year(quarter_start), '_', quarter(quarter_start))
    end as period_id,
    row_number() over (order by kind_no, period_from, period_to)::integer as period_no,
    period_kind,
    quarter_start,
    period_from,
    period_to,
    is_cut_at_start,
    is_cut_at_end,
    case kind_no
        when 1 then concat('Kỳ kiểm tra ', days)
        when 2 then concat('Quý ', quarter_name, ' theo lịch, ', days)
        when 3 then concat('Quý ', quarter_name, ' báo cáo, ', days)
        else concat('Kỳ đơn vị báo cáo ', days)
    end as label_vi,
    case kind_no
        when 1 then concat('Window ', days)
        when 2 then concat('Calendar quarter ', quarter_name, ', ', days)
        when 3 then concat('Report quarter ', quarter_name, ', ', days)
        else concat('Reported period ', days)
    end as label_en
from named
