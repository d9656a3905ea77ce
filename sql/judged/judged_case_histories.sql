-- One row per case that several extracts of a system hold, or that a later extract should hold and does not, with what
-- the rules D9 and D11 look at.
with held_again as (
    select
        records.case_id,
        records.unit_code,
        records.procedure_code,
        bool_or(pairs.was_closed) as was_closed
    from stg_case_pairs as pairs
    inner join stg_case_records as records on pairs.record_id = records.record_id
    where pairs.is_one_system
    group by records.case_id, records.unit_code, records.procedure_code
),

changed as (
    select
        case_id,
        count(*) as suspicious_changes,
        string_agg(
            concat(
                case field
                    when 'unit' then 'đơn vị'
                    when 'procedure_code' then 'mã thủ tục'
                    when 'status' then 'trạng thái'
                    when 'submitted_at' then 'ngày nộp'
                    when 'received_at' then 'ngày tiếp nhận'
                    when 'due_at_original' then 'ngày hẹn trả'
                    when 'due_at' then 'ngày hẹn trả mới'
                    when 'supplement_requested_at' then 'ngày yêu cầu bổ sung'
                    when 'supplement_completed_at' then 'ngày bổ sung đủ'
                    when 'finished_at' then 'ngày có kết quả'
                    when 'returned_at' then 'ngày trả kết quả'
                end,
                ': ', shown(value_before), ' → ', shown(value_after)
            ), '; ' order by file_after, extract_after, source_system, field
        ) as change_names
    from case_changes
    where is_suspicious
    group by case_id
),

vanished as (
    select
        case_id,
        min(unit_code) as unit_code,
        min(procedure_code) as procedure_code,
        min(last_file) as last_file,
        min(missing_from_file) as missing_from_file,
        min(status_as_written) as status_as_written
    from vanished_cases
    group by case_id
),

known as (
    select case_id, min(unit_code) as unit_code, min(procedure_code) as procedure_code
    from (
        select case_id, unit_code, procedure_code from held_again
        union all
        select case_id, unit_code, procedure_code from vanished
    ) as told
    group by case_id
)

select
    known.case_id,
    known.unit_code,
    known.procedure_code,

    -- D9
    coalesce(held.was_closed, false) as was_closed,
    coalesce(changed.suspicious_changes, 0) as suspicious_changes,
    changed.change_names,

    -- D11
    cast(vanished.case_id is not null as integer) as times_vanished,
    vanished.last_file,
    vanished.missing_from_file,
    vanished.status_as_written
from known
left join (
    select case_id, bool_or(was_closed) as was_closed from held_again group by case_id
) as held on known.case_id = held.case_id
left join changed on known.case_id = changed.case_id
left join vanished on known.case_id = vanished.case_id
