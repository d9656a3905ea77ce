-- One row per unit and way in which its cases write a line of Biểu 06: sector, and procedure where the unit reports by
-- procedure. Spellings of one line share its number.
with sectors as (
    select name_text, line_name from stg_line_names where line_of = 'sector'
),

reporting as (
    select distinct unit_code from stg_form_06_lines where line_of = 'procedure'
),

procedures as (
    select name_text, min(coalesce(procedure_code, name_key)) as line_key
    from stg_line_names
    where line_of = 'procedure'
    group by name_text
),

written as (
    select distinct
        unit_code,
        sector as sector_text,
        case when unit_code in (select unit_code from reporting) then procedure_code end as code_text,
        case when unit_code in (select unit_code from reporting) then procedure_name end as name_text
    from stg_case_records
),

named as (
    select
        written.*,
        sectors.line_name as sector,
        coalesce(written.code_text, procedures.line_key) as procedure_line
    from written
    left join sectors on written.sector_text = sectors.name_text
    left join procedures on written.name_text = procedures.name_text
)

select
    unit_code,
    sector_text,
    code_text,
    name_text,
    sector,
    procedure_line,
    dense_rank() over (order by unit_code, sector nulls first, procedure_line nulls first)::integer as line_no
from named
