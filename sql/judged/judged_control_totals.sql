-- One row per total row of a case list, with what rule A9 looks at: by how many the number that it tells differs from
-- the rows, or the cases, that it may count. It is held against the unit that sent the list, else the one it tells of.
select
    coalesce(extracts.sender_unit_code, totals.unit_of_rows) as unit_code,
    cast(null as varchar) as procedure_code,
    concat_ws(' · ', extracts.file_name, nullif(totals.sheet, ''), cast(totals.row_number as varchar)) as thing,
    totals.row_number,
    totals.number_told,
    totals.rows_above,
    least(
        abs(totals.number_told - totals.rows_above), abs(totals.number_told - totals.codes_above),
        abs(totals.number_told - totals.rows_of_part), abs(totals.number_told - totals.codes_of_part)
    ) as rows_differing
from stg_control_totals as totals
inner join source_extracts as extracts on totals.extract_id = extracts.extract_id
