-- One row per period in which Biểu 06 is recounted, and whether the window's ends cut it.
select
    period_id,
    period_no,
    period_kind,
    period_from,
    period_to,
    is_cut_at_start,
    is_cut_at_end,
    label_vi,
    label_en
from stg_report_periods
