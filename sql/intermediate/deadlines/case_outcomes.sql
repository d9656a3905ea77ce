-- One row per case and system that knows it: what became of the case by that system's record, measured against the due
-- date in force, and beside it how late it is against the first promise, the date of the law and the moved date. This
-- is where a case is called late; everything else reads it here.
with parameters as (
    select grain from stg_parameters
),

calendar as (
    select * from stg_calendar
),

-- Lateness is measured at the end of processing, for an open case at the moment until which it was seen.
measured as (
    select
        scope.record_id,
        scope.described_by,
        scope.is_in_scope,
        scope.counts_as,
        scope.ended_at,
        scope.counted_received_date,
        scope.counted_end_date,
        scope.seen_until,
        coalesce(scope.due_at, dates.due_at_original) as due_at,
        dates.* exclude (record_id, case_id),
        parameters.grain,
        case
            when scope.counts_as = 'pending' then least(coalesce(scope.ended_at, scope.seen_until), scope.seen_until)
            when scope.counts_as = 'completed' then scope.ended_at
        end as measured_at
    from case_scope as scope
    inner join case_due_dates as dates on scope.record_id = dates.record_id
    cross join parameters
),

compared as (
    select
        measured.*,
        days_told_late(measured_at, compared_due_at, grain, doubt) as days_late,
        is_early(measured_at, compared_due_at, grain) as is_early,
        days_late(measured_at, due_at_original, grain) as days_late_first_promise,
        days_late(measured_at, lawful_due_at, grain) as days_late_by_law,
        days_late(measured_at, lawful_due_first_at, grain) as days_late_by_first_limit,
        days_late(measured_at, reappointed_at, grain) as days_late_reappointed,
        is_late(measured_at, due_at, grain) as is_late_moved
    from measured
)

select
    compared.record_id,
    compared.described_by,
    compared.is_in_scope,
    compared.counts_as,
    case
        when counts_as = 'completed' and days_late is null then 'undated'
        when counts_as = 'completed' and days_late > 0 then 'late'
        when counts_as = 'completed' and is_early then 'early'
        when counts_as = 'completed' then 'on_time'
        when counts_as = 'pending' and days_late is null then 'pending_undated'
        when counts_as = 'pending' and days_late > 0 then 'pending_overdue'
        when counts_as = 'pending' then 'pending_in_time'
        else counts_as
    end as outcome,
    days_late,
    case
        when days_late = 0 then 0
        when days_late > 0 then end_day.working_day_number - due_day.working_day_number
    end as working_days_late,
    days_late_first_promise,
    -- A case that ended by its first due date is not late, however its restart is.
    coalesce(days_late_by_law, case when days_late_by_first_limit = 0 then 0 end) as days_late_lawful,
    case when days_late = 0 then 0 else coalesce(days_late_reappointed, days_late) end as days_late_reappointed,
    is_late_moved,
    compared_due_at is null or (doubt is not null and days_late is null) as is_due_unknown,
    -- What was withdrawn or stopped, or ended nobody knows when, was open until then.
    case
        when days_late > 0 or (measured_at is null and doubt is null) then overdue_from(compared_due_at, grain)
    end as overdue_from,
    compared.ended_at,
    compared.measured_at,
    compared.seen_until,
    compared.grain,
    compared.due_at_original,
    compared.first_promise_source,
    compared.due_in_force_at,
    compared.due_in_force_basis,
    compared.is_first_promise_known,
    compared.compared_due_at,
    compared.doubt,
    compared.lawful_due_at,
    compared.reappointed_at,
    compared.counted_received_date,
    compared.counted_end_date
from compared
left join calendar as due_day on cast(compared.compared_due_at as date) = due_day.calendar_date
left join calendar as end_day on cast(compared.measured_at as date) = end_day.calendar_date
