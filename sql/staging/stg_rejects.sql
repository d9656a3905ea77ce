-- One row per value of a staged row that could not be used, with what was written and why.
with values_of_cases as (
    unpivot (
        select
            extract_id, sheet, row_number,
            submitted_at_as_written as submitted_at,
            received_at_as_written as received_at,
            due_at_original_as_written as due_at_original,
            due_at_as_written as due_at,
            supplement_requested_at_as_written as supplement_requested_at,
            supplement_completed_at_as_written as supplement_completed_at,
            finished_at_as_written as finished_at,
            returned_at_as_written as returned_at
        from stg_cases
    )
    on submitted_at,
    received_at,
    due_at_original,
    due_at,
    supplement_requested_at,
    supplement_completed_at,
    finished_at,
    returned_at
    into name column_name value as_written
),

values_of_slips as (
    unpivot (
        select
            extract_id, sheet, row_number,
            slip_date_as_written as slip_date,
            new_due_date_as_written as new_due_date
        from stg_apology_slips
    )
    on slip_date, new_due_date
    into name column_name value as_written
)

select extract_id, sheet, row_number, column_name, masked(as_written) as as_written, 'unreadable_date' as reason
from values_of_cases
union all
select extract_id, sheet, row_number, column_name, masked(as_written), 'unreadable_date' from values_of_slips
union all
select extract_id, sheet, row_number, 'channel', channel_as_written, 'unmapped_channel'
from stg_cases
where channel_as_written is not null and exists (select 1 from ref_channels)
union all
select extract_id, sheet, row_number, 'status', status_as_written, 'unmapped_status'
from stg_cases
where status_as_written is not null and status_code is null and exists (select 1 from ref_status_codes)
union all
select extract_id, sheet, row_number, 'unit', unit_as_written, 'unresolved_unit'
from stg_cases
where unit_code = 'UNRESOLVED'
union all
select extract_id, sheet, row_number, 'case_id', null, 'no_case_code'
from stg_cases
where case_code is null
union all
select
    extract_id,
    sheet,
    row_number,
    'slip_date',
    null,
    'no_slip_date'
from stg_apology_slips
where case_code is not null and slip_date is null and slip_date_as_written is null
