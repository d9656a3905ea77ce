-- One row per completed case whose procedure has a published limit and whose receipt, end and return are known to the
-- minute, with what rule D3 looks at.
select
    cases.case_id,
    cases.unit_code,
    cases.procedure_code,
    cases.received_at,
    cases.finished_at,
    cases.returned_at,
    deadlines.limit_text,
    case deadlines.limit_unit
        when 'hours' then deadlines.limit_amount / parameters.hours_per_day
        when 'immediate' then 0
        else deadlines.limit_amount
    end >= parameters.instant_limit_days as is_long,
    round(datediff('second', cases.received_at, greatest(cases.finished_at, cases.returned_at)) / 60.0, 1) as minutes
from cases
inner join case_deadlines as deadlines on cases.case_id = deadlines.case_id
cross join stg_parameters as parameters
where
    cases.outcome in ('early', 'on_time', 'late', 'undated')
    and deadlines.limit_amount is not null
    and cases.received_at <= least(cases.finished_at, cases.returned_at)
    and has_hour(cases.received_at)
    and has_hour(cases.finished_at)
    and has_hour(cases.returned_at)
