-- One row per unit, day of completion (empty: still open) and, for cases late by law, day on which their time had run
-- out: the cases, and their points for the indices of TT 01/2018 Đ14 that are given case by case: 1 the time taken,
-- 3 the contacts needed, 7 the attitude where there was no complaint.
with accepted as (
    select
        cases.unit_code,
        cases.counted_end_date,
        cases.outcome,
        cases.outcome in ('early', 'on_time', 'late', 'undated') as is_completed,
        case when deadlines.late_days_lawful > 0 then cast(deadlines.lawful_due_at as date) end as overrun_date,
        case
            when deadlines.lawful_due_at is null or deadlines.late_days_lawful is null then null
            when deadlines.late_days_lawful > 0 then 0
            when cast(cases.measured_at as date) < cast(deadlines.lawful_due_at as date) then 2
            else 1
        end as time_points,
        greatest(coalesce(supplements.requests, 0), case when cases.supplement_requested_at is null then 0 else 1 end)
            as requests
    from cases
    left join case_deadlines as deadlines on cases.case_id = deadlines.case_id
    left join case_supplement_dates as supplements on cases.case_id = supplements.case_id
    where cases.outcome not in ('not_accepted', 'withdrawn', 'stopped')
)

select
    unit_code,
    counted_end_date,
    overrun_date,
    count(*) as cases,
    count(case when is_completed then 1 end) as completed,
    count(case when is_completed then time_points end) as time_cases,
    cast(coalesce(sum(case when is_completed then time_points end), 0) as bigint) as time_points,
    2 * count(case when is_completed and requests = 0 then 1 end)
    + count(case when is_completed and requests = 1 then 1 end) as contact_points,
    count(case when outcome in ('early', 'on_time') then 1 end) as attitude_cases,
    cast(sum(case outcome when 'early' then 2 when 'on_time' then 1 else 0 end) as bigint) as attitude_points,
    count(case when outcome = 'late' then 1 end) as late_cases
from accepted
group by unit_code, counted_end_date, overrun_date
