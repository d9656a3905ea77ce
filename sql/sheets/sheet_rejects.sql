-- One row per value, row or file that could not be used.
select
    file_name,
    sheet,
    row_number,
    "column",
    as_written,
    reason,
    expected,
    todo
from rejects
order by file_name, sheet, row_number, "column", reason
