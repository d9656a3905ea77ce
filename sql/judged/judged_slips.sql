-- One row per slip of apology, with what the rules B8R-B8S look at: each measure is a number or a code, never a name.
with slips as (
    select * from apology_slips
)

select
    slips.unit_code,
    case when slips.is_in_scope then slips.case_id end as case_id,
    case when slips.is_in_scope then slips.procedure_code end as procedure_code,
    -- A slip is told from others of its case or unit by its number; where that stands on several, by its place.
    case
        when
            count(*) over (partition by slips.unit_code, slips.case_id, slips.slip_number) = 1
            and slips.slip_number is not null
            then slips.slip_number
        else concat_ws(
            ' · ', slips.slip_number, slips.extract_id, nullif(slips.sheet, ''),
            concat('dòng ', cast(slips.row_number as varchar))
        )
    end as thing,
    concat_ws(' ', 'Phiếu', slips.slip_number) as slip_name,
    slips.case_code,
    slips.case_standing,
    slips.is_in_scope,
    slips.slip_date,
    slips.slip_due_date,
    slips.new_due_date,
    slips.received_date,
    slips.first_due_date,
    slips.old_due_date,
    slips.system_due_date,

    -- B8R
    datediff('day', slips.slip_date, slips.received_date) as days_before_receipt,

    -- B8N
    datediff('day', slips.old_due_date, slips.new_due_date) as days_gained,

    -- B8K
    case when slips.case_standing = 'not_held' then 1 else 0 end as cases_missing,

    -- B8D: a second slip moves the date of the first; after a lawful restart another date stood than the first promise
    case
        when
            not slips.is_in_scope or not slips.is_first_promise_known or slips.first_promise_source = 'slip'
            or slips.due_in_force_basis <> 'first_promise'
            then null
        when slips.slip_order > 1 and slips.slip_due_date = slips.new_date_before then 0
        else abs(datediff('day', slips.first_due_date, slips.slip_due_date))
    end as old_date_differences,

    -- B8S
    case when slips.is_in_scope then slips.move_standing end as move_standing,
    case slips.move_standing
        when 'not_moved' then 'không đổi'
        when 'moved_elsewhere' then 'chuyển sang ngày khác'
    end as move_text
from slips
