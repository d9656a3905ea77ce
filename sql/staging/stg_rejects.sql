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
            returned_at_as_written as returned_at,
            cancelled_at_as_written as cancelled_at,
            entered_at_as_written as entered_at,
            transferred_at_as_written as transferred_at
        from stg_cases
    )
    on submitted_at,
    received_at,
    due_at_original,
    due_at,
    supplement_requested_at,
    supplement_completed_at,
    finished_at,
    returned_at,
    cancelled_at,
    entered_at,
    transferred_at
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
),

values_of_requests as (
    unpivot (
        select
            extract_id, sheet, row_number,
            requested_at_as_written as requested_at,
            supplemented_at_as_written as supplemented_at,
            due_at_before_as_written as due_at_before,
            due_at_after_as_written as due_at_after
        from stg_supplement_requests
    )
    on requested_at, supplemented_at, due_at_before, due_at_after
    into name column_name value as_written
),

values_of_petitions as (
    unpivot (
        select
            extract_id, sheet, row_number,
            received_at_as_written as received_at,
            due_at_as_written as due_at,
            answered_at_as_written as answered_at
        from stg_petitions
    )
    on received_at, due_at, answered_at
    into name column_name value as_written
),

values_of_steps as (
    unpivot (
        select
            extract_id, sheet, row_number,
            started_at_as_written as started_at,
            ended_at_as_written as ended_at,
            norm_end_at_as_written as norm_end_at
        from stg_case_steps
    )
    on started_at, ended_at, norm_end_at
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
union all
select extract_id, sheet, row_number, column_name, masked(as_written), 'unreadable_date' from values_of_requests
union all
select extract_id, sheet, row_number, 'requested_at', null, 'no_request_date'
from stg_supplement_requests
where case_code is not null and requested_at is null and requested_at_as_written is null
union all
select extract_id, sheet, row_number, 'unit', unit_as_written, 'unresolved_unit'
from stg_supplement_requests
where unit_as_written is not null and unit_code is null
union all
select extract_id, sheet, row_number, column_name, masked(as_written), 'unreadable_date' from values_of_petitions
union all
select extract_id, sheet, row_number, 'petition_id', null, 'no_petition_code'
from stg_petitions
where petition_code is null
union all
select extract_id, sheet, row_number, 'unit', unit_as_written, 'unresolved_unit'
from stg_petitions
where unit_code = 'UNRESOLVED'
union all
select extract_id, sheet, row_number, 'status', status_as_written, 'unmapped_status'
from stg_petitions
where status_as_written is not null and status is null and exists (select 1 from ref_petition_statuses)
union all
select extract_id, sheet, row_number, 'channel', channel_as_written, 'unmapped_channel'
from stg_petitions
where channel_as_written is not null and exists (select 1 from ref_petition_channels)
union all
select extract_id, sheet, row_number, column_name, masked(as_written), 'unreadable_date' from values_of_steps
union all
select extract_id, sheet, row_number, 'result', result_as_written, 'unmapped_result'
from stg_case_steps
where result_as_written is not null
union all
select extract_id, sheet, row_number, 'unit', unit_as_written, 'unresolved_unit'
from stg_case_steps
where unit_as_written is not null and unit_code is null
union all
select extract_id, sheet, row_number, 'usage', masked(usage_as_written), 'unmapped_usage'
from stg_configured_procedures
where usage_as_written is not null and exists (select 1 from ref_usage_statuses)
union all
select extract_id, sheet, row_number, 'unit', unit_as_written, 'unresolved_unit'
from stg_form_06_reports
where unit_code = 'UNRESOLVED'
union all
select extract_id, sheet, row_number, cell, masked(as_written), 'unreadable_number'
from stg_form_06_cells
where as_written is not null
