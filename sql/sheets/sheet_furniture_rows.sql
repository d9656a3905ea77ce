-- One row per row of an extract that was read as no case: where it is and what it was taken for.
select
    file_name,
    sheet,
    row_number,
    furniture_kind,
    cells_filled,
    number_told
from furniture_rows
order by
    file_name,
    sheet,
    row_number
