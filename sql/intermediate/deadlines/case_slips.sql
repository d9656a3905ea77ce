-- One row per case code (case_key) with apology slips: the first slip, which NĐ 61/2018 Đ19(9) judges, and how many.
with slips as (
    select * from stg_apology_slips
),

ordered as (
    select
        case_key,
        slip_date,
        due_date,
        new_due_date,
        has_new_date,
        has_reason,
        row_number() over (
            partition by case_key
            order by
                case when slip_date is null then 1 else 0 end, slip_date, new_due_date, extract_id, sheet, row_number
        ) as slip_order
    from slips
    where case_key is not null
),

totals as (
    select
        case_key,
        count(*) as slips,
        count(distinct new_due_date) as new_due_dates,
        max(new_due_date) as last_new_due_date
    from ordered
    group by case_key
)

select
    totals.case_key,
    totals.slips,
    totals.new_due_dates,
    totals.last_new_due_date,
    ordered.slip_date,
    ordered.due_date,
    ordered.new_due_date,
    ordered.has_new_date,
    ordered.has_reason
from totals
inner join ordered on totals.case_key = ordered.case_key and ordered.slip_order = 1
