-- One row per case in the window's scope, with what became of it, how late it was, and its slip of apology.
with parameters as (
    select * from stg_parameters
),

-- The record of the system that describes the case; other systems' records are compared with it, and counted nowhere.
days as (
    select
        records.* exclude (due_at_original, counts_as),
        outcomes.* exclude (record_id, described_by),
        promises.promise_extract_id,
        promises.promise_sheet,
        promises.promise_row_number,
        promises.is_altered_when_closed,
        promises.moves_while_open
    from stg_case_records as records
    inner join case_outcomes as outcomes on records.record_id = outcomes.record_id
    inner join case_first_promises as promises on records.record_id = promises.record_id
    where records.record_id = records.described_by and outcomes.is_in_scope
),

-- NĐ 61/2018 Đ19(9): a slip no later than one calendar day before the due date, with the reason and the new date, once.
-- The due date is the one in force when the slip was due: after a lawful restart the restarted one.
slipped as (
    select
        days.*,
        parameters.window_from,
        slips.slips,
        slips.new_due_dates,
        slips.last_new_due_date,
        slips.slip_date,
        slips.new_due_date,
        datediff('day', slips.slip_date, cast(coalesce(days.due_in_force_at, days.due_at_original) as date))
            as slip_lead_days,
        case
            when days.outcome not in ('late', 'pending_overdue') then 'not_required'
            when not inputs.has_slip_list then 'not_assessable'
            when slips.case_key is null then 'missing'
            when slips.slip_date is null then 'not_assessable'
            when
                datediff('day', slips.slip_date, cast(coalesce(days.due_in_force_at, days.due_at_original) as date))
                < parameters.apology_lead_days
                then 'late'
            when not coalesce(slips.has_reason, true) then 'no_reason'
            when not slips.has_new_date then 'no_new_date'
            when slips.new_due_dates > parameters.reappointments then 'repeated'
            else 'ok'
        end as apology_status
    from days
    cross join parameters
    left join stg_unit_inputs as inputs on days.unit_code = inputs.unit_code
    left join case_slips as slips on days.case_key = slips.case_key
)

select
    slipped.case_id,
    slipped.record_id,
    slipped.case_code,
    slipped.source_system,
    slipped.extract_id,
    slipped.sheet,
    slipped.row_number,
    slipped.unit_code,
    units.unit_name,
    units.unit_level,
    units.unit_type,
    slipped.unit_as_written,
    slipped.procedure_code,
    names.procedure_name,
    names.procedure_name_source,
    names.sector,
    names.sector_source,
    slipped.service_level,
    slipped.channel,
    slipped.submitted_at,
    slipped.received_at,
    slipped.due_at_original,
    slipped.first_promise_source,
    slipped.promise_extract_id,
    slipped.promise_sheet,
    slipped.promise_row_number,
    slipped.due_in_force_at,
    slipped.due_in_force_basis,
    slipped.due_at,
    slipped.is_altered_when_closed,
    slipped.moves_while_open,
    slipped.due_moves,
    slipped.entered_at,
    slipped.transferred_at,
    slipped.has_papers,
    coalesce(restarts.supplement_requested_at, slipped.supplement_requested_at) as supplement_requested_at,
    coalesce(restarts.supplement_completed_at, slipped.supplement_completed_at) as supplement_completed_at,
    slipped.finished_at,
    slipped.returned_at,
    slipped.taken_at,
    slipped.status_code,
    slipped.status_as_written,
    slipped.outcome,
    coalesce(slipped.counts_as = 'pending' and slipped.stage = 'waiting', false) as is_waiting,
    case when slipped.counts_as = 'pending' then slipped.awaits end as awaits,
    slipped.days_late,
    slipped.working_days_late,
    slipped.days_late_first_promise > 0 as is_late_first_promise,
    slipped.days_late_lawful > 0 as is_late_lawful,
    slipped.is_late_moved,
    slipped.apology_status,
    slipped.slip_date,
    slipped.new_due_date,
    slipped.last_new_due_date,
    slipped.slip_lead_days,
    coalesce(slipped.slips, 0) as slips,
    coalesce(slipped.new_due_dates, 0) as new_due_dates,
    slipped.ended_at,
    slipped.measured_at,
    slipped.seen_until,
    slipped.is_due_unknown,
    slipped.overdue_from,
    slipped.counted_received_date,
    slipped.counted_end_date,
    slipped.counted_received_date < slipped.window_from as is_carried_over,
    slipped.rows_with_code
from slipped
left join case_restarts as restarts on slipped.case_id = restarts.case_id
left join case_procedure_names as names on slipped.record_id = names.record_id
left join stg_units as units on slipped.unit_code = units.unit_code
