-- One row per refused file or sheet, with what to do about it.
select
    file_name,
    sheet,
    row_number,
    todo
from rejects
where reason = 'file_refused'
order by file_name, sheet
