-- One row per field of the case of the variable case_id that two extracts or two systems tell differently.
select
    'case_changes' as table_name,
    field,
    file_before as place_before,
    shown(value_before) as value_before,
    file_after as place_after,
    shown(value_after) as value_after,
    is_suspicious
from case_changes
where case_id = getvariable('case_id')
union all
select
    'case_reconciliation_fields',
    field,
    system_a,
    shown(value_a),
    system_b,
    shown(value_b),
    false
from case_reconciliation_fields
where case_id = getvariable('case_id')
order by table_name, field, place_before, place_after
