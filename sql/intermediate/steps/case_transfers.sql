-- One row per case whose step log tells when it first left the one-stop desk: from a control slip the moment of handing
-- over to another body, from a log the beginning of the first step of another body, or else the end of the desk's step
-- before it. What only a desk had was not transferred.
with steps as (
    select
        *,
        case
            when receiving_body is not null and is_desk_step and not is_desk_next then ended_at
            when receiving_body is null and not is_desk_step and started_basis in ('told', 'step_before')
                then started_at
        end as left_at,
        -- Whoever had it first: a log that begins in a department does not tell what the desk did.
        case when receiving_body is null then not is_desk_step else is_desk_step and not is_desk_next end as is_leaving,
        first_value(is_desk_step) over (partition by case_id order by step_number) as begins_at_desk
    from case_step_order
    where case_id is not null and body is not null
),

first_steps as (
    select case_id, min(step_number) as step_number
    from steps
    where is_leaving
    group by case_id
)

select steps.case_id, steps.left_at as transferred_at
from steps
inner join first_steps on steps.case_id = first_steps.case_id and steps.step_number = first_steps.step_number
where steps.left_at is not null and (steps.begins_at_desk or steps.started_basis = 'told')
