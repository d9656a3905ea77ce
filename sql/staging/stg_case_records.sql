-- One row per case of a system: the latest extract's record of it. A code that one extract uses for several cases
-- (other day of receipt, procedure or applicant) gives as many rows: a reused code must not swallow a case.
with repeated_codes as (
    select source_system, case_code
    from stg_cases
    where case_code is not null
    group by all
    having count(*) > 1
),

single as (
    select
        cases.extract_id,
        cases.sheet,
        cases.row_number,
        coalesce(cases.case_code, concat_ws(':', cases.extract_id, nullif(cases.sheet, ''), cases.row_number))
            as case_id,
        1 as rows_with_code
    from stg_cases as cases
    left join repeated_codes as repeated
        on cases.source_system = repeated.source_system and cases.case_code = repeated.case_code
    where repeated.case_code is null
),

-- Within one extract: the same case written twice, or different cases under one code?
variants as (
    select
        cases.source_system,
        cases.case_code,
        cases.extract_id,
        cases.sheet,
        cases.row_number,
        concat_ws('|', cases.received_at::date, cases.procedure_code, cases.applicant_key) as variant,
        count(*) over (partition by cases.source_system, cases.case_code, cases.extract_id) as rows_with_code,
        greatest(cases.received_at, cases.finished_at, cases.returned_at) as last_known_at
    from stg_cases as cases
    inner join repeated_codes as repeated
        on cases.source_system = repeated.source_system and cases.case_code = repeated.case_code
),

first_seen as (
    select
        *,
        min((sheet, row_number)) over (partition by source_system, case_code, extract_id, variant) as variant_begins
    from variants
),

numbered as (
    select
        first_seen.*,
        dense_rank() over (
            partition by first_seen.source_system, first_seen.case_code, first_seen.extract_id
            order by first_seen.variant_begins
        ) as record_number,
        coalesce(try_cast(extracts.taken_at as timestamp), max(last_known_at) over (partition by first_seen.extract_id))
            as extract_as_of
    from first_seen
    inner join source_extracts as extracts on first_seen.extract_id = extracts.extract_id
),

ranked as (
    select
        *,
        max(rows_with_code) over (partition by source_system, case_code) as most_rows_with_code,
        row_number() over (
            partition by source_system, case_code, record_number
            order by extract_as_of desc nulls last, extract_id desc, sheet desc, row_number desc
        ) as recency
    from numbered
)

select extract_id, sheet, row_number, case_id, rows_with_code from single
union all
select
    extract_id,
    sheet,
    row_number,
    case when record_number = 1 then case_code else concat(case_code, '#', record_number) end,
    most_rows_with_code
from ranked
where recency = 1
