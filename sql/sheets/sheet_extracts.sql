-- One row per sheet of a file received, read or refused.
select
    file_name,
    sheet,
    outcome,
    kind,
    sender_unit_code,
    try_cast(taken_at as timestamp) as taken_at,
    rows_read,
    rows_staged,
    rows_rejected,
    rows_furniture,
    rows_disagreeing,
    first_received_at,
    last_received_at,
    layout,
    sha256,
    extract_id
from extracts
order by file_name, sheet, extract_id
