-- One row per recounted period: its name, its days, and whether the window cuts it, the window first.
select
    period_no,
    period_kind,
    period_from,
    period_to,
    is_cut_at_start or is_cut_at_end as is_cut,
    label_vi,
    label_en
from report_periods
order by period_no
