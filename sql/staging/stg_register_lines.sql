-- One row per entry of a paper register (Mẫu 06 of TT 01/2018) as a sheet has it: unit, year and number, the case, and
-- the part of the register that it stands in: a sheet, or what a sheet holds of one field.
select distinct
    cases.unit_code,
    extract('year' from cases.received_at)::integer as register_year,
    concat_ws(' · ', extracts.file_name, nullif(extracts.sheet, ''), cases.sector) as part,
    cases.register_number,
    cases.case_key,
    cases.received_at::date as received_date
from stg_cases as cases
inner join source_extracts as extracts on cases.extract_id = extracts.extract_id
where
    cases.source_system = 'paper_register'
    and cases.unit_code <> 'UNRESOLVED'
    and cases.register_number > 0
    and cases.case_key is not null
    and cases.received_at is not null
