-- One row per way of naming a unit that is to be resolved, those with the most rows first.
select
    unit_as_written,
    district_as_written,
    sender_unit_code,
    problem,
    rows_affected,
    files,
    file_name,
    sheet,
    row_number,
    candidate_1_code,
    candidate_1_name,
    candidate_1_score,
    candidate_1_reason,
    candidate_2_code,
    candidate_2_name,
    candidate_2_score,
    candidate_2_reason,
    candidate_3_code,
    candidate_3_name,
    candidate_3_score,
    candidate_3_reason,
    alias_row
from unresolved_units
order by rows_affected desc, file_name asc, sheet asc, row_number asc, unit_as_written asc, candidate_1_code asc
