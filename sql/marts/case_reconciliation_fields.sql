-- One row per case of the window, pair of systems that both hold it, and field that both extracts carry and that
-- differs. Times are ISO text. Two moments of one minute are the same, and a day and a moment of that day; two wordings
-- of one status; two spellings of one unit or code.
select
    a.case_id,
    reconciliation.unit_code,
    reconciliation.system_a,
    reconciliation.system_b,
    differences.field,
    differences.first_value as value_a,
    differences.second_value as value_b
from stg_case_pairs as pairs
inner join stg_case_differences as differences
    on pairs.first_row = differences.first_row and pairs.second_row = differences.second_row
inner join stg_case_records as a on pairs.first_row = a.record_id
inner join stg_case_records as b on pairs.second_row = b.record_id
inner join case_reconciliation as reconciliation
    on
        a.case_id = reconciliation.case_id
        and a.source_system = reconciliation.system_a
        and b.source_system = reconciliation.system_b
where not pairs.is_one_system and reconciliation.presence = 'both'
