-- One row per cell of a unit's latest own form 06 that some convention counts otherwise, beside the nearest convention,
-- and per line that cannot be compared; what no convention explains comes first.
with counted as (
    select
        cells.extract_id,
        cells.sheet,
        cells.row_number,
        cells.period_id,
        cells.cell,
        bool_or(cells.difference <> 0) as differs,
        string_agg(concat(conventions.name_vi, ': ', cells.recounted), ' · ' order by conventions.convention_no)
            as says_vi,
        string_agg(concat(conventions.name_en, ': ', cells.recounted), ' · ' order by conventions.convention_no)
            as says_en
    from form_06_reconciliation as cells
    inner join form_06_conventions as conventions on cells.convention_id = conventions.convention_id
    group by cells.extract_id, cells.sheet, cells.row_number, cells.period_id, cells.cell
)

select
    nearest.unit_name,
    nearest.unit_code,
    nearest.line_kind,
    nearest.item,
    nearest.period_from,
    nearest.period_to,
    nearest.match,
    nearest.cell,
    nearest.reported,
    nearest.convention_id,
    nearest.recounted,
    nearest.difference,
    nearest.is_explained,
    nearest.vanished,
    nearest.unplaced,
    counted.says_vi,
    counted.says_en
from form_06_reconciliation as nearest
left join counted
    on
        nearest.extract_id = counted.extract_id
        and nearest.sheet = counted.sheet
        and nearest.row_number = counted.row_number
        and nearest.period_id = counted.period_id
        and nearest.cell = counted.cell
where nearest.match <> 'matched' or (nearest.is_nearest and counted.differs)
order by
    coalesce(nearest.is_explained, false),
    nearest.unit_code = 'UNRESOLVED',
    strip_accents(translate(nearest.unit_name, 'Đđ', 'Dd')),
    nearest.unit_code,
    nearest.period_from,
    nearest.extract_id,
    nearest.sheet,
    nearest.row_number,
    nearest.cell
