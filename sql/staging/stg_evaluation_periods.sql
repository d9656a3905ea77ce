-- One row per period in which units are evaluated (TT 01/2018 Đ15): the window, and its calendar quarters.
select period_id, period_kind, period_from, period_to
from stg_report_periods
where period_kind in ('window', 'quarter')
