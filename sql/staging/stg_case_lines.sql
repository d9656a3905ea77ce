-- One row per case record: the number of the line of Biểu 06 in which it is counted.
with spellings as (
    select * from stg_line_spellings
),

by_procedure as (
    select distinct unit_code from spellings where code_text is not null or name_text is not null
),

-- Where units do not report by procedure, unit and sector are all that tells lines apart.
others as (
    select records.record_id, spellings.line_no
    from stg_case_records as records
    inner join spellings
        on
            records.unit_code = spellings.unit_code
            and coalesce(records.sector, '') = coalesce(spellings.sector_text, '')
    where records.unit_code not in (select by_procedure.unit_code from by_procedure)
),

detailed as (
    select records.record_id, spellings.line_no
    from stg_case_records as records
    inner join by_procedure on records.unit_code = by_procedure.unit_code
    inner join spellings
        on
            records.unit_code = spellings.unit_code
            and records.sector is not distinct from spellings.sector_text
            and records.procedure_code is not distinct from spellings.code_text
            and records.procedure_name is not distinct from spellings.name_text
)

select record_id, line_no from others
union all
select record_id, line_no from detailed
