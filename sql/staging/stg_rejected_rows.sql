-- One row per landed row that nothing can be done with, because what names its case, procedure or unit is missing.
select extract_id, sheet, row_number, 'case_id' as column_name, null as as_written, 'no_case_code' as reason
from stg_apology_slips
where case_code is null
union all
select extract_id, sheet, row_number, 'procedure_code', null, 'no_procedure_code'
from landed_published_procedures
where written(procedure_code) is null
union all
select extract_id, sheet, row_number, 'procedure_code', null, 'no_procedure_code'
from stg_configured_procedures
where procedure_code is null
union all
select extract_id, sheet, row_number, 'unit', unit_as_written, 'unresolved_unit'
from stg_configured_procedures
where procedure_code is not null and unit_code is null
union all
select extract_id, sheet, row_number, 'case_id', null, 'no_case_code'
from stg_supplement_requests
where case_code is null
union all
select extract_id, sheet, row_number, 'case_id', null, 'no_case_code'
from stg_case_steps
where case_code is null
union all
select extract_id, sheet, row_number, 'item', null, 'no_item'
from stg_form_06_reports
where line_kind is null
