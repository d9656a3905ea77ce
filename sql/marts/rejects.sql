-- One row per value or row that could not be used, and per file or sheet that was refused.
with refused as (
    select
        extract_id,
        sheet,
        row_number,
        column_name,
        found as as_written,
        'file_refused' as reason,
        expected,
        todo
    from source_refusals
),

unused as (
    select extract_id, sheet, row_number, column_name, as_written, reason from stg_rejected_rows
    union all
    select extract_id, sheet, row_number, column_name, as_written, reason from stg_rejects
)

select
    refused.extract_id,
    extracts.file_name,
    refused.sheet,
    refused.row_number,
    refused.column_name as "column",
    refused.as_written,
    refused.reason,
    refused.expected,
    refused.todo
from refused
left join source_extracts as extracts on refused.extract_id = extracts.extract_id
union all
select
    unused.extract_id,
    extracts.file_name,
    unused.sheet,
    unused.row_number,
    unused.column_name,
    unused.as_written,
    unused.reason,
    null,
    null
from unused
left join source_extracts as extracts on unused.extract_id = extracts.extract_id
