-- One row per text that names a sector or a procedure, in cases, published lists or units' own reports: what it names,
-- and how the line of Biểu 06 is called. Spellings that differ in case, accents or punctuation only are one line.
with published as (
    select distinct sector, procedure_code, procedure_name from stg_published_procedures
),

cased as (
    select distinct sector, procedure_code, procedure_name from stg_case_records
),

texts as (
    select 'sector' as line_of, sector as name_text, null as procedure_code, true as is_published from published
    union
    select 'sector', sector, null, false from cased
    union
    select 'procedure', procedure_name, procedure_code, true from published
    union
    select 'procedure', procedure_name, procedure_code, false from cased
),

folded as (
    select *, regexp_replace(fold_text(name_text), '^linh vuc ', '') as name_key
    from texts
    where name_text is not null
),

-- The published spelling goes before others; a name that belongs to several codes stands for none of them.
named as (
    select
        line_of,
        name_key,
        coalesce(min(name_text) filter (where is_published), min(name_text)) as line_name,
        case when count(distinct procedure_code) = 1 then min(procedure_code) end as procedure_code
    from folded
    group by line_of, name_key
)

select distinct
    folded.line_of,
    folded.name_text,
    named.name_key,
    named.line_name,
    named.procedure_code
from folded
inner join named on folded.line_of = named.line_of and folded.name_key = named.name_key
