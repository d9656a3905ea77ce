-- One row per line of a unit's own report: what it counts (all, a sector, a procedure), told by its name.
with lines as (
    select *, regexp_replace(fold_text(item), '^linh vuc ', '') as name_key
    from stg_form_06_reports
    where line_kind is not null
),

names as (
    select distinct line_of, name_key, line_name, procedure_code from stg_line_names
),

codes as (
    select distinct procedure_code from stg_case_records where procedure_code is not null
    union
    select distinct procedure_code from stg_published_procedures where procedure_code is not null
),

named as (
    select
        lines.*,
        sectors.line_name as sector,
        coalesce(codes.procedure_code, procedures.procedure_code, procedures.name_key) as procedure_line
    from lines
    left join names as sectors on sectors.line_of = 'sector' and lines.name_key = sectors.name_key
    left join names as procedures on procedures.line_of = 'procedure' and lines.name_key = procedures.name_key
    left join codes on lines.procedure_code = codes.procedure_code
)

select
    extract_id,
    sheet,
    row_number,
    unit_code,
    case
        when line_kind <> 'line' then line_kind
        when sector is not null and procedure_code is null then 'sector'
        when procedure_line is not null then 'procedure'
    end as line_of,
    case
        when line_kind <> 'line' then null
        when sector is not null and procedure_code is null then sector
        else procedure_line
    end as line_key
from named
