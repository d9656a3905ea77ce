-- One row per case and field that differs between two consecutive extracts of one system that hold the case and both
-- carry the field. Times are ISO text. A suspicion (rule D9) is a date, status, unit or procedure that was altered or
-- emptied after the case had been closed: finished, handed over or withdrawn by the extract before. None is what a
-- case's life brings: an open case moves on, an empty field is filled in, a finished case (status 9) becomes a returned
-- one (10).
with differences as (
    select
        pairs.record_id,
        pairs.first_extract,
        pairs.second_extract,
        pairs.was_closed,
        pairs.was_past_due,
        differences.field,
        differences.first_value,
        differences.second_value,
        case
            when differences.first_value is null then 'filled_in'
            when differences.second_value is null then 'emptied'
            else 'altered'
        end as change,
        differences.is_certain,
        differences.field = 'status'
        and coalesce(
            (first_stage.stage = 'finished' and second_stage.stage = 'returned')
            or (
                (first_stage.counts_as = 'pending' or first_stage.stage = 'registered')
                and second_stage.counts_as = 'completed'
            ),
            false
        ) as is_moving_on
    from stg_case_pairs as pairs
    inner join stg_case_differences as differences
        on pairs.first_row = differences.first_row and pairs.second_row = differences.second_row
    left join stg_stages as first_stage on differences.first_status_code = first_stage.status_code
    left join stg_stages as second_stage on differences.second_status_code = second_stage.status_code
    where pairs.is_one_system
)

select
    records.case_id,
    records.unit_code,
    units.unit_name,
    records.procedure_code,
    records.source_system,
    differences.field,
    differences.first_value as value_before,
    differences.second_value as value_after,
    differences.change,
    differences.was_closed,
    differences.was_past_due,
    differences.was_closed
    and differences.change <> 'filled_in'
    and differences.field not in ('channel', 'service_level', 'due_moves')
    and not differences.is_moving_on
    and (differences.is_certain or differences.change = 'emptied') as is_suspicious,
    before.extract_id as extract_before,
    after.extract_id as extract_after,
    before.file_name as file_before,
    after.file_name as file_after
from differences
inner join stg_case_records as records on differences.record_id = records.record_id
inner join stg_case_extracts as before on differences.first_extract = before.extract_number
inner join stg_case_extracts as after on differences.second_extract = after.extract_number
left join stg_units as units on records.unit_code = units.unit_code
