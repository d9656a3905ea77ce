-- One row per extract: its rows as landed, as staged, and as rejected whole; each counted on its own.
with landed as (
    select extract_id, count(*) as rows_landed from landed_cases group by all
    union all
    select extract_id, count(*) from landed_apology_slips group by all
    union all
    select extract_id, count(*) from landed_configured_procedures group by all
    union all
    select extract_id, count(*) from landed_published_procedures group by all
    union all
    select extract_id, count(*) from landed_supplement_requests group by all
    union all
    select extract_id, count(*) from landed_petitions group by all
    union all
    select extract_id, count(*) from landed_case_steps group by all
    union all
    select extract_id, count(*) from landed_form_06_reports group by all
),

staged as (
    select extract_id, count(*) as rows_staged from stg_cases group by all
    union all
    select extract_id, count(*) from stg_apology_slips where case_code is not null group by all
    union all
    select extract_id, count(*)
    from stg_configured_procedures
    where procedure_code is not null and unit_code is not null
    group by all
    union all
    select extract_id, count(*) from stg_supplement_requests where case_code is not null group by all
    union all
    select extract_id, count(*) from stg_petitions group by all
    union all
    select extract_id, count(*) from stg_case_steps where case_code is not null group by all
    union all
    select extract_id, count(*) from stg_form_06_reports where line_kind is not null group by all
    union all
    -- One landed row may name several levels and bodies, each a staged row of its own.
    select extract_id, count(distinct concat_ws(':', sheet, row_number))
    from stg_published_procedures
    where extract_id is not null
    group by all
),

rejected as (
    select extract_id, count(*) as rows_rejected from stg_rejected_rows group by all
)

select
    landed.extract_id,
    landed.rows_landed,
    coalesce(staged.rows_staged, 0) as rows_staged,
    coalesce(rejected.rows_rejected, 0) as rows_rejected
from landed
left join staged on landed.extract_id = staged.extract_id
left join rejected on landed.extract_id = rejected.extract_id
