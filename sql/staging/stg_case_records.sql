-- One row per case of a system: the latest extract's record of it. A code that is used for several cases (other day of
-- receipt, procedure or applicant) gives as many rows: a reused code must not swallow a case.
with repeated_codes as (
    select
        source_system,
        case_code
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
        on
            cases.source_system = repeated.source_system
            and cases.case_code = repeated.case_code
    where repeated.case_code is null
),

-- Without a card an extract is as new as the last thing that it knows.
extract_days as (
    select
        extract_id,
        max(greatest(received_at, finished_at, returned_at)) as last_day
    from stg_cases
    group by all
),

variants as (
    select
        cases.source_system,
        cases.case_code,
        cases.extract_id,
        cases.sheet,
        cases.row_number,
        cases.unit_code,
        concat_ws(
            '|',
            coalesce(cases.received_at::date::varchar, ''),
            coalesce(cases.procedure_code, ''),
            coalesce(cases.applicant_key, '')
        ) as variant,
        count(*) over (partition by cases.source_system, cases.case_code, cases.extract_id) as rows_with_code,
        coalesce(cases.taken_at, extract_days.last_day) as extract_as_of
    from stg_cases as cases
    inner join extract_days on cases.extract_id = extract_days.extract_id
    inner join repeated_codes as repeated
        on
            cases.source_system = repeated.source_system
            and cases.case_code = repeated.case_code
),

in_one_extract as (
    select
        source_system,
        case_code,
        extract_id,
        count(distinct variant) as variants
    from variants
    group by all
),

-- Where every extract knows one record under the code, of one unit, a difference between them is a correction of the
-- same case. Everywhere else records that differ are different cases.
corrected as (
    select
        variants.source_system,
        variants.case_code
    from variants
    inner join in_one_extract
        on
            variants.source_system = in_one_extract.source_system
            and variants.case_code = in_one_extract.case_code
            and variants.extract_id = in_one_extract.extract_id
    group by all
    having max(in_one_extract.variants) = 1 and count(distinct variants.unit_code) = 1
),

told_apart as (
    select
        variants.*,
        case when corrected.case_code is null then variants.variant else '' end as same_case
    from variants
    left join corrected
        on
            variants.source_system = corrected.source_system
            and variants.case_code = corrected.case_code
),

first_seen as (
    select
        *,
        min(concat_ws('|', extract_as_of, extract_id, sheet, lpad(row_number::varchar, 9, '0')))
            over (partition by source_system, case_code, same_case)
            as seen
    from told_apart
),

ranked as (
    select
        *,
        max(rows_with_code) over (partition by source_system, case_code) as most_rows_with_code,
        dense_rank() over (
            partition by source_system, case_code
            order by seen
        ) as record_number,
        row_number() over (
            partition by source_system, case_code, same_case
            order by extract_as_of desc nulls last, extract_id desc, sheet desc, row_number desc
        ) as recency
    from first_seen
)

select
    extract_id,
    sheet,
    row_number,
    case_id,
    rows_with_code
from single
union all
select
    extract_id,
    sheet,
    row_number,
    case when record_number = 1 then case_code else concat(case_code, '#', record_number) end,
    most_rows_with_code
from ranked
where recency = 1
