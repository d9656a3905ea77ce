-- One row per case and step, as the portal's progress payload or the control slips tell it: who had the case, from when
-- to when, how that stands to the step's norm, and which step made a late case late: of the late ones the step that
-- held it longest beyond its norm, counted from when it had the case, and of several the first.
with steps as (
    select
        steps.*,
        coalesce(outcomes.outcome in ('late', 'pending_overdue'), false) as is_case_late,
        steps.step_outcome in ('late', 'pending_overdue') as is_step_late
    from case_step_times as steps
    left join case_scope as scope
        on steps.case_id = scope.case_id and scope.record_id = scope.described_by
    left join case_outcomes as outcomes on scope.record_id = outcomes.record_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by case_key, is_step_late order by own_overrun_hours desc nulls last, step_number asc
        ) as place
    from steps
)

select
    ranked.case_code,
    ranked.case_id,
    ranked.step_number,
    ranked.steps_of_case,
    ranked.unit_code,
    units.unit_name,
    ranked.procedure_code,
    ranked.is_in_scope,
    ranked.body,
    ranked.receiving_body,
    ranked.is_desk_step,
    ranked.started_at,
    ranked.started_basis,
    ranked.ended_at,
    ranked.norm_end_at,
    ranked.result_told,
    ranked.status_as_written,
    ranked.has_content,
    ranked.measured_at,
    ranked.step_outcome,
    ranked.outcome_basis,
    ranked.days_late,
    ranked.own_overrun_hours,
    ranked.hours,
    ranked.working_hours,
    ranked.working_days,
    ranked.is_case_late,
    ranked.is_case_late and ranked.is_step_late and ranked.place = 1 as is_bottleneck,
    ranked.source_system,
    ranked.extract_id,
    ranked.sheet,
    ranked.row_number
from ranked
left join stg_units as units on ranked.unit_code = units.unit_code
