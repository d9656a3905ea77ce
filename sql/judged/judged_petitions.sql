-- One row per petition in the window's scope, with what the rules P1-P3 look at.
select
    unit_code,
    petition_id as thing,
    cast(null as varchar) as procedure_code,
    received_at,
    due_at,
    case due_basis when 'parameter' then ' (theo thời hạn của cơ quan kiểm tra, danh sách không ghi hạn)' else '' end
        as due_basis_text,
    answered_at,
    status_as_written,
    outcome,
    days_late,

    -- P3: whoever says that it was answered should say when, where the list has a column for it
    (answered_at is not null or coalesce(status = 'answered', false))
    and extract_id in (select fields.extract_id from source_extract_fields as fields where fields.field = 'answered_at')
        as is_said_answered,
    cast(answered_at is null as integer) as missing_answers
from petitions
where is_in_scope
