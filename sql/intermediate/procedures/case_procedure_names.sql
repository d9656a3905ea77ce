-- One row per case record: name and sector of its procedure as the record has them, else as published on the day of
-- receipt, else as published at any time, else as configured; each with its source.
with wanted as (
    select
        records.record_id,
        records.procedure_code,
        units.unit_level,
        scope.counted_received_date,
        records.procedure_name,
        records.sector
    from stg_case_records as records
    inner join case_scope as scope on records.record_id = scope.record_id
    left join stg_units as units on records.unit_code = units.unit_code
),

days as (
    select distinct procedure_code, unit_level, counted_received_date
    from wanted
    where procedure_code is not null and (procedure_name is null or sector is null)
),

listed as (
    select
        days.procedure_code,
        days.unit_level,
        days.counted_received_date,
        published.procedure_name,
        published.sector,
        case
            when
                coalesce(published.valid_from, days.counted_received_date) <= days.counted_received_date
                and coalesce(published.valid_to, days.counted_received_date) >= days.counted_received_date
                then 'published_then'
            else 'published'
        end as source,
        coalesce(published.unit_level = days.unit_level, false) as is_of_level,
        coalesce(published.valid_from, date '1900-01-01') as valid_from
    from days
    inner join stg_published_procedures as published on days.procedure_code = published.procedure_code
    union all
    select
        days.procedure_code,
        days.unit_level,
        days.counted_received_date,
        configured.procedure_name,
        configured.sector,
        'configured' as source,
        false as is_of_level,
        coalesce(configured.listed_date, date '1900-01-01') as valid_from
    from days
    inner join (
        select distinct procedure_code, procedure_name, sector, listed_date from stg_configured_procedures
    ) as configured on days.procedure_code = configured.procedure_code
),

ranked as (
    select
        *,
        row_number() over (
            partition by procedure_code, unit_level, counted_received_date
            order by
                procedure_name is null asc,
                case source when 'published_then' then 1 when 'published' then 2 else 3 end asc,
                is_of_level desc,
                valid_from desc,
                procedure_name asc
        ) as name_place,
        row_number() over (
            partition by procedure_code, unit_level, counted_received_date
            order by
                sector is null asc,
                case source when 'published_then' then 1 when 'published' then 2 else 3 end asc,
                is_of_level desc,
                valid_from desc,
                sector asc
        ) as sector_place
    from listed
)

select
    wanted.record_id,
    coalesce(wanted.procedure_name, names.procedure_name) as procedure_name,
    case
        when wanted.procedure_name is not null then 'extract'
        when names.procedure_name is not null then names.source
    end as procedure_name_source,
    coalesce(wanted.sector, sectors.sector) as sector,
    case
        when wanted.sector is not null then 'extract'
        when sectors.sector is not null then sectors.source
    end as sector_source
from wanted
left join ranked as names
    on
        wanted.procedure_code = names.procedure_code
        and coalesce(wanted.unit_level, '') = coalesce(names.unit_level, '')
        and wanted.counted_received_date = names.counted_received_date
        and names.name_place = 1
left join ranked as sectors
    on
        wanted.procedure_code = sectors.procedure_code
        and coalesce(wanted.unit_level, '') = coalesce(sectors.unit_level, '')
        and wanted.counted_received_date = sectors.counted_received_date
        and sectors.sector_place = 1
