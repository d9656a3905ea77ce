-- One row per convention, period, unit and line of Biểu 06 (a sector, a procedure where the unit reports by procedure,
-- or all of the unit), with its cells; a line that has cases in any period stands in all of them.
with conventions as (
    select * from stg_conventions
),

-- A case that was open when the period began is carried over, in whatever cell it stood then.
placed as (
    select
        cells.convention_id,
        events.period_id,
        events.line_no,
        case when events.part = 'carried_over' and cells.cell <> 'left_out' then 'carried_over' else cells.cell end
            as cell,
        sum(events.cases) as cases
    from form_06_events as events
    inner join stg_convention_cells as cells
        on
            events.basis_no = cells.basis_no
            and events.fate = cells.fate
            and events.is_own = cells.is_own
            and events.state = cells.state
    where cells.cell <> 'left_out' or events.part in ('received', 'carried_over')
    group by cells.convention_id, events.period_id, events.line_no, 4
),

counted_lines as (
    select placed.*, lines.unit_code, lines.sector, lines.procedure_line
    from placed
    inner join stg_counted_lines as lines on placed.line_no = lines.line_no
),

lined as (
    select convention_id, period_id, unit_code, 'sector' as line_of, sector as line_key, cell, sum(cases) as cases
    from counted_lines
    group by convention_id, period_id, unit_code, sector, cell
    union all
    select convention_id, period_id, unit_code, 'procedure', procedure_line, cell, sum(cases)
    from counted_lines
    where procedure_line is not null
    group by convention_id, period_id, unit_code, procedure_line, cell
    union all
    select convention_id, period_id, unit_code, 'total', null, cell, sum(cases)
    from counted_lines
    group by convention_id, period_id, unit_code, cell
),

counted as (
    select
        convention_id,
        period_id,
        unit_code,
        line_of,
        line_key,
        sum(case when cell = 'received_online' then cases else 0 end) as received_online,
        sum(case when cell = 'received_direct' then cases else 0 end) as received_direct,
        sum(case when cell = 'carried_over' then cases else 0 end) as carried_over,
        sum(case when cell = 'completed_early' then cases else 0 end) as completed_early,
        sum(case when cell = 'completed_on_time' then cases else 0 end) as completed_on_time,
        sum(case when cell = 'completed_late' then cases else 0 end) as completed_late,
        sum(case when cell = 'completed_undated' then cases else 0 end) as completed_undated,
        sum(case when cell = 'pending_in_time' then cases else 0 end) as pending_in_time,
        sum(case when cell = 'pending_overdue' then cases else 0 end) as pending_overdue,
        sum(case when cell = 'pending_undated' then cases else 0 end) as pending_undated,
        sum(case when cell = 'withdrawn' then cases else 0 end) as withdrawn,
        sum(case when cell = 'stopped' then cases else 0 end) as stopped,
        sum(case when cell = 'left_out' then cases else 0 end) as left_out
    from lined
    group by convention_id, period_id, unit_code, line_of, line_key
),

present as (
    select unit_code, sector, procedure_line
    from stg_counted_lines
    where line_no in (select form_06_events.line_no from form_06_events)
),

lines as (
    select distinct unit_code, 'sector' as line_of, sector as line_key from present
    union all
    select distinct unit_code, 'procedure', procedure_line from present where procedure_line is not null
    union all
    select distinct unit_code, 'total', cast(null as varchar) from present
),

filled as (
    select
        conventions.*,
        periods.period_id,
        lines.unit_code,
        lines.line_of,
        lines.line_key,
        coalesce(counted.received_online, 0) as received_online,
        coalesce(counted.received_direct, 0) as received_direct,
        coalesce(counted.carried_over, 0) as carried_over,
        coalesce(counted.completed_early, 0) as completed_early,
        coalesce(counted.completed_on_time, 0) as completed_on_time,
        coalesce(counted.completed_late, 0) as completed_late,
        coalesce(counted.completed_undated, 0) as undated_completed,
        coalesce(counted.pending_in_time, 0) as pending_in_time,
        coalesce(counted.pending_overdue, 0) as pending_overdue,
        coalesce(counted.pending_undated, 0) as undated_pending,
        coalesce(counted.withdrawn, 0) as withdrawn_apart,
        coalesce(counted.stopped, 0) as stopped_apart,
        coalesce(counted.left_out, 0) as left_out
    from lines
    cross join conventions
    cross join stg_report_periods as periods
    left join counted
        on
            conventions.convention_id = counted.convention_id
            and periods.period_id = counted.period_id
            and lines.unit_code = counted.unit_code
            and lines.line_of = counted.line_of
            and coalesce(lines.line_key, '') = coalesce(counted.line_key, '')
)

select
    convention_id,
    convention_no,
    period_id,
    unit_code,
    line_of,
    line_key,
    cast(received_online + received_direct + carried_over as bigint) as total,
    cast(received_online + received_direct as bigint) as received,
    cast(received_online as bigint) as received_online,
    cast(received_direct as bigint) as received_direct,
    cast(carried_over as bigint) as carried_over,
    cast(completed_early + completed_on_time + completed_late + undated_completed as bigint) as completed,
    cast(completed_early as bigint) as completed_early,
    cast(completed_on_time as bigint) as completed_on_time,
    cast(completed_late as bigint) as completed_late,
    cast(case when undated = 'apart' then undated_completed end as bigint) as completed_undated,
    cast(pending_in_time + pending_overdue + undated_pending as bigint) as pending,
    cast(pending_in_time as bigint) as pending_in_time,
    cast(pending_overdue as bigint) as pending_overdue,
    cast(case when undated = 'apart' then undated_pending end as bigint) as pending_undated,
    cast(case when withdrawn = 'apart' then withdrawn_apart end as bigint) as withdrawn,
    cast(case when stopped = 'apart' then stopped_apart end as bigint) as stopped,
    cast(case when 'left_out' in (waiting, withdrawn, stopped) or systems = 'own' then left_out end as bigint)
        as left_out
from filled
