-- One row per total row of a case list, with what rule A9 looks at: by how many the number that it tells differs from
-- the nearest of the counts that it may tell.
select
    unit_code,
    cast(null as varchar) as procedure_code,
    concat_ws(' · ', file_name, nullif(sheet, ''), cast(row_number as varchar)) as thing,
    row_number,
    number_told,
    rows_above,
    list_min(list_transform(counts_possible, lambda told: abs(number_told - told))) as rows_differing
from stg_control_totals
