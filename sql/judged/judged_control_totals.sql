-- One row per total row of a case list, with what rule A9 looks at: by how many the number that it tells differs from
-- the rows, or the cases, that it may count.
select
    unit_code,
    cast(null as varchar) as procedure_code,
    concat_ws(' · ', file_name, nullif(sheet, ''), cast(row_number as varchar)) as thing,
    row_number,
    number_told,
    rows_above,
    least(
        abs(number_told - rows_above), abs(number_told - codes_above),
        abs(number_told - rows_of_part), abs(number_told - codes_of_part)
    ) as rows_differing
from stg_control_totals
