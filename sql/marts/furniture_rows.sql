-- One row per row of a sheet that was read as no data: what it was taken for, how many cells it fills, and
-- the number of cases that a total tells; never its text.
select
    furniture.extract_id,
    extracts.file_name,
    furniture.sheet,
    furniture.row_number,
    furniture.furniture_kind,
    furniture.cells_filled,
    furniture.number_told
from source_furniture as furniture
left join source_extracts as extracts on furniture.extract_id = extracts.extract_id
