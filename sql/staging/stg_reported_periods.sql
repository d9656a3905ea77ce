-- One row per period of a unit's own report and recounted period that it may mean. A quarter that is named without its
-- days may be that of the calendar or that of reports.
with reported as (
    select distinct period_from, period_to, period_kind
    from stg_form_06_reports
    where period_from is not null and period_to is not null
)

select
    reported.period_from as reported_from,
    reported.period_to as reported_to,
    reported.period_kind as reported_kind,
    periods.period_id,
    periods.period_no
from reported
inner join stg_report_periods as periods
    on
        (reported.period_from = periods.period_from and reported.period_to = periods.period_to)
        or (
            reported.period_kind = 'quarter'
            and reported.period_from = periods.quarter_start
            and not periods.is_cut_at_start
            and not periods.is_cut_at_end
        )
-- The same days under two names are one period.
qualify
    row_number() over (
        partition by
            reported.period_from, reported.period_to, reported.period_kind, periods.period_from, periods.period_to
        order by periods.period_no
    ) = 1
