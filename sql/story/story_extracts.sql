-- One row per extract that tells of the case of the variable case_id: the describing one with its row, then the others.
with told as (
    select
        extract_id,
        sheet,
        row_number
    from cases
    where case_id = getvariable('case_id')
    union
    select
        extract_id,
        sheet,
        row_number
    from case_supplements
    where case_id = getvariable('case_id')
    union
    select
        unnest([extract_before, extract_after]),
        null,
        null
    from case_changes
    where case_id = getvariable('case_id')
    union
    select
        unnest([extract_a, extract_b]),
        null,
        null
    from case_reconciliation
    where case_id = getvariable('case_id')
),

placed as (
    select
        told.extract_id,
        max(told.row_number) as row_number
    from told
    group by told.extract_id
)

select
    extracts.file_name,
    extracts.sheet,
    placed.row_number,
    extracts.source_system,
    extracts.layout,
    extracts.taken_at,
    extracts.sender_unit_code,
    extracts.sha256
from placed
inner join extracts on placed.extract_id = extracts.extract_id
order by placed.row_number is null, extracts.file_name, extracts.sheet
