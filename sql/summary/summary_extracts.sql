-- One row: how many sheets were read and refused, and their rows.
select
    count(case when outcome = 'read' then 1 end) as sheets_read,
    count(case when outcome = 'refused' then 1 end) as sheets_refused,
    cast(coalesce(sum(rows_read), 0) as bigint) as rows_read,
    cast(coalesce(sum(rows_rejected), 0) as bigint) as rows_rejected
from extracts
