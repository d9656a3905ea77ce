-- One row per total row of a unit's own report: how many of its cells differ from the sum of the lines. Only cells that
-- every line fills are compared.
with lines as (
    select extract_id, sheet, row_number, line_kind, coalesce(unit_as_written, '') as unit_text
    from stg_form_06_reports
),

cells as (
    select extract_id, sheet, row_number, cell, cell_count
    from stg_form_06_cells
    where cell_count is not null
),

-- Two totals over the same lines would each be compared with the lines of both, so neither is.
totals as (
    select extract_id, sheet, unit_text, min(row_number) as row_number
    from lines
    where line_kind = 'total'
    group by extract_id, sheet, unit_text
    having count(*) = 1
),

-- A total sums the lines of its sheet, or those of its unit where it names one.
covered as (
    select
        totals.extract_id,
        totals.sheet,
        totals.row_number,
        lines.row_number as line_row_number,
        count(*) over (partition by totals.extract_id, totals.sheet, totals.row_number) as lines_covered
    from totals
    inner join lines
        on
            totals.extract_id = lines.extract_id
            and totals.sheet = lines.sheet
            and lines.line_kind = 'line'
            and (totals.unit_text = '' or totals.unit_text = lines.unit_text)
),

summed as (
    select covered.extract_id, covered.sheet, covered.row_number, cells.cell, sum(cells.cell_count) as lines_count
    from covered
    inner join cells
        on
            covered.extract_id = cells.extract_id
            and covered.sheet = cells.sheet
            and covered.line_row_number = cells.row_number
    group by covered.extract_id, covered.sheet, covered.row_number, cells.cell
    having count(*) = max(covered.lines_covered)
)

select
    summed.extract_id,
    summed.sheet,
    summed.row_number,
    cast(sum(case when cells.cell_count <> summed.lines_count then 1 else 0 end) as bigint) as cells_off_sum
from summed
inner join cells
    on
        summed.extract_id = cells.extract_id
        and summed.sheet = cells.sheet
        and summed.row_number = cells.row_number
        and summed.cell = cells.cell
group by summed.extract_id, summed.sheet, summed.row_number
