-- One row per identity of Biểu 06, convention, period and unit: two counts that should be the same, over all lines
-- together, and by how much they differ line by line.
with lines as (
    select * from form_06
),

-- A period of the same kind that ended the day before.
chained as (
    select
        lines.convention_id,
        lines.period_id,
        lines.unit_code,
        lines.carried_over,
        before.pending
    from lines
    inner join lines as before
        on
            lines.convention_id = before.convention_id
            and lines.period_kind = before.period_kind
            and lines.period_from = before.period_to + 1
            and lines.unit_code = before.unit_code
            and lines.line_kind = before.line_kind
            and coalesce(lines.sector, '') = coalesce(before.sector, '')
),

summed as (
    select
        convention_id,
        period_id,
        unit_code,
        sum(total) as total,
        sum(completed) as completed,
        sum(completed_late) as completed_late,
        sum(pending) as pending,
        sum(pending_overdue) as pending_overdue
    from form_06
    where line_kind = 'line'
    group by convention_id, period_id, unit_code
),

by_unit as (
    select
        lines.convention_id,
        lines.period_id,
        lines.unit_code,
        compared.left_count,
        compared.right_count
    from lines
    left join summed
        on
            lines.convention_id = summed.convention_id
            and lines.period_id = summed.period_id
            and lines.unit_code = summed.unit_code
    cross join
        lateral (
            values
            (lines.total, summed.total),
            (lines.completed, summed.completed),
            (lines.completed_late, summed.completed_late),
            (lines.pending, summed.pending),
            (lines.pending_overdue, summed.pending_overdue)
        ) as compared (left_count, right_count)
    where lines.line_kind = 'total'
),

counts as (
    select
        'form_06_total' as identity, convention_id, period_id, unit_code, total as left_count,
        received_online + received_direct + carried_over as right_count
    from lines
    union all
    select
        'form_06_received', convention_id, period_id, unit_code, received, received_online + received_direct
    from lines
    union all
    select
        'form_06_completed', convention_id, period_id, unit_code, completed,
        completed_early + completed_on_time + completed_late + coalesce(completed_undated, 0)
    from lines
    union all
    select
        'form_06_pending', convention_id, period_id, unit_code, pending,
        pending_in_time + pending_overdue + coalesce(pending_undated, 0)
    from lines
    union all
    select
        'form_06_balance', convention_id, period_id, unit_code, total,
        completed + pending + coalesce(withdrawn, 0) + coalesce(stopped, 0)
    from lines
    union all
    select 'form_06_chain', convention_id, period_id, unit_code, carried_over, pending from chained
    union all
    select 'form_06_unit', convention_id, period_id, unit_code, left_count, right_count from by_unit
),

summed_up as (
    select
        identity,
        convention_id,
        period_id,
        unit_code,
        sum(left_count)::bigint as left_count,
        sum(right_count)::bigint as right_count,
        sum(abs(coalesce(left_count, 0) - coalesce(right_count, 0)))::bigint as difference
    from counts
    group by all
)

select identity, concat_ws(' ', convention_id, period_id, unit_code) as thing, left_count, right_count, difference
from summed_up
