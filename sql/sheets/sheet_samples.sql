-- One row per file to pull at a unit to be visited, list by list.
select
    unit_name,
    sample_list,
    list_number,
    case_id,
    procedure_name,
    received_at,
    due_at_original,
    finished_at,
    returned_at,
    register_year,
    register_number,
    rule_ids,
    unit_code
from visit_samples
where is_visited
order by strip_accents(translate(unit_name, 'Đđ', 'Dd')), unit_code, sample_list, list_number
