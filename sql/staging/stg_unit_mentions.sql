-- One row per sheet and way in which it names a unit: the text, the district beside it, how many rows, the first row.
with landed as (
    select 'cases' as kind, extract_id, sheet, row_number, unit, district from landed_cases
    union all
    select 'apology_slips', extract_id, sheet, row_number, unit, null from landed_apology_slips
    union all
    select 'configured_procedures', extract_id, sheet, row_number, unit, null from landed_configured_procedures
    union all
    select 'supplement_requests', extract_id, sheet, row_number, unit, null from landed_supplement_requests
    union all
    select 'petitions', extract_id, sheet, row_number, unit, null from landed_petitions
    union all
    select 'case_steps', extract_id, sheet, row_number, unit, null from landed_case_steps
    union all
    select 'form_06_reports', extract_id, sheet, row_number, unit, null from landed_form_06_reports
)

select
    landed.kind,
    landed.extract_id,
    landed.sheet,
    landed.unit,
    landed.district,
    extracts.sender_unit_code,
    min(landed.row_number) as row_number,
    count(*) as mentions
from landed
inner join source_extracts as extracts on landed.extract_id = extracts.extract_id
group by all
