-- One row per line of a unit's latest own report, cell and convention: reported, recounted, and their difference; a
-- line that cannot be compared has one row that says why. Cells that the report leaves empty are not compared.
with conventions as (
    select convention_id, convention_no from stg_conventions
),

-- A unit whose extracts know no channel cannot be asked how many came online; received in all is compared then.
cells as (
    select
        lines.*,
        filled.cell,
        filled.cell_count as reported
    from form_06_lines as lines
    left join stg_unit_inputs as inputs on lines.unit_code = inputs.unit_code
    inner join stg_form_06_cells as filled
        on
            lines.extract_id = filled.extract_id
            and lines.sheet = filled.sheet
            and lines.row_number = filled.row_number
    where
        lines.match = 'matched'
        and filled.cell_count is not null
        and (filled.cell not in ('received_online', 'received_direct') or coalesce(inputs.has_channel, false))
),

compared as (
    select
        cells.*,
        conventions.convention_id,
        conventions.convention_no,
        case cells.cell
            when 'total' then counts.total
            when 'received' then counts.received
            when 'received_online' then counts.received_online
            when 'received_direct' then counts.received_direct
            when 'carried_over' then counts.carried_over
            when 'completed' then counts.completed
            when 'completed_early' then counts.completed_early
            when 'completed_on_time' then counts.completed_on_time
            when 'completed_late' then counts.completed_late
            when 'pending' then counts.pending
            when 'pending_in_time' then counts.pending_in_time
            when 'pending_overdue' then counts.pending_overdue
            when 'late_total' then counts.completed_late + counts.pending_overdue
        end as recounted
    from cells
    cross join conventions
    inner join form_06_counts as counts
        on
            conventions.convention_id = counts.convention_id
            and cells.period_id = counts.period_id
            and cells.unit_code = counts.unit_code
            and cells.line_of = counts.line_of
            and coalesce(cells.line_key, '') = coalesce(counts.line_key, '')
),

-- A line that may mean two periods is one line.
lines as (
    select distinct
        unit_code, unit_name, line_kind, item, period_from, period_to, match, extract_id, sheet, row_number
    from form_06_lines
),

told as (
    select
        compared.*,
        reported - recounted as difference,
        reported - recounted between -vanished and unplaced as is_explained
    from compared
),

weighed as (
    select
        extract_id,
        sheet,
        row_number,
        period_id,
        convention_id,
        sum(case when is_explained then 0 else 1 end) as cells_off,
        row_number() over (
            partition by extract_id, sheet, row_number
            order by
                sum(case when is_explained then 0 else 1 end),
                sum(abs(difference)),
                convention_no,
                period_no
        ) as nearness
    from told
    group by extract_id, sheet, row_number, period_id, period_no, convention_id, convention_no
)

select
    told.unit_code,
    told.unit_name,
    told.line_kind,
    told.item,
    told.period_from,
    told.period_to,
    told.match,
    told.period_id,
    told.convention_id,
    told.cell,
    told.reported,
    told.recounted,
    told.difference,
    told.vanished,
    told.unplaced,
    told.is_explained,
    cast(weighed.cells_off as bigint) as cells_off,
    weighed.nearness = 1 as is_nearest,
    told.extract_id,
    told.sheet,
    told.row_number
from told
inner join weighed
    on
        told.extract_id = weighed.extract_id
        and told.sheet = weighed.sheet
        and told.row_number = weighed.row_number
        and told.period_id = weighed.period_id
        and told.convention_id = weighed.convention_id
union all
select
    lines.unit_code,
    lines.unit_name,
    lines.line_kind,
    lines.item,
    lines.period_from,
    lines.period_to,
    case when lines.match = 'matched' then 'no_figures' else lines.match end,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    lines.extract_id,
    lines.sheet,
    lines.row_number
from lines
left join told
    on
        lines.extract_id = told.extract_id
        and lines.sheet = told.sheet
        and lines.row_number = told.row_number
where told.extract_id is null
