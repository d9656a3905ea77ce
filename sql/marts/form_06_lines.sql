-- One row per line of a unit's latest own report and recounted period that it may mean: with which line of the recount
-- it is compared, or why with none, and how far cases that nobody can place may lie between the two.
with reported as (
    select
        reports.*,
        lines.line_of,
        lines.line_key,
        count(*) over (
            partition by reports.extract_id, reports.sheet, reports.unit_code, lines.line_of, lines.line_key
        ) as lines_alike
    from reported_form_06 as reports
    inner join stg_form_06_lines as lines
        on
            reports.extract_id = lines.extract_id
            and reports.sheet = lines.sheet
            and reports.row_number = lines.row_number
    where coalesce(reports.is_latest, true)
),

recounted as (
    select distinct unit_code, line_of, coalesce(line_key, '') as line_key from form_06_counts
),

-- A later extract no longer holds these (rule D11), so a report may not have them either.
vanished as (
    select lines.unit_code, lines.sector, lines.procedure_line, count(distinct records.record_id) as cases
    from vanished_cases
    inner join stg_case_records as records
        on vanished_cases.case_id = records.case_id and records.record_id = records.described_by
    inner join stg_case_lines as cases on records.record_id = cases.record_id
    inner join stg_counted_lines as lines on cases.line_no = lines.line_no
    group by lines.unit_code, lines.sector, lines.procedure_line
),

-- Cases whose unit could not be told, in extracts that hold a unit's cases: they may be that unit's.
homeless as (
    select records.extract_id, lines.sector, count(*) as cases
    from stg_case_records as records
    inner join stg_case_lines as cases on records.record_id = cases.record_id
    inner join stg_counted_lines as lines on cases.line_no = lines.line_no
    where records.unit_code = 'UNRESOLVED' and records.record_id = records.described_by
    group by records.extract_id, lines.sector
),

extracts as (
    select distinct unit_code, extract_id
    from stg_case_records
    where unit_code <> 'UNRESOLVED' and extract_id in (select homeless.extract_id from homeless)
),

unplaced as (
    select extracts.unit_code, homeless.sector, sum(homeless.cases) as cases
    from extracts
    inner join homeless on extracts.extract_id = homeless.extract_id
    group by extracts.unit_code, homeless.sector
),

unsectored as (
    select lines.unit_code, count(*) as cases
    from stg_case_lines as cases
    inner join stg_counted_lines as lines on cases.line_no = lines.line_no and lines.sector is null
    inner join stg_case_records as records on cases.record_id = records.record_id
    where records.record_id = records.described_by
    group by lines.unit_code
),

matched as (
    select
        reported.*,
        periods.period_id,
        periods.period_no,
        case
            when reported.unit_code = 'UNRESOLVED' then 'no_unit'
            when reported.period_from is null or reported.period_to is null then 'no_period'
            when periods.period_id is null then 'other_period'
            when reported.line_of = 'group' then 'group_line'
            when recounted_units.unit_code is null then 'no_cases'
            when recounted.unit_code is null then 'no_such_line'
            when reported.lines_alike > 1 then 'several_lines'
            else 'matched'
        end as match
    from reported
    left join stg_reported_periods as periods
        on
            reported.period_from = periods.reported_from
            and reported.period_to = periods.reported_to
            and coalesce(reported.period_kind, '') = coalesce(periods.reported_kind, '')
    left join recounted
        on
            reported.unit_code = recounted.unit_code
            and reported.line_of = recounted.line_of
            and coalesce(reported.line_key, '') = recounted.line_key
    left join recounted as recounted_units
        on reported.unit_code = recounted_units.unit_code and recounted_units.line_of = 'total'
),

vanished_lines as (
    select unit_code, 'total' as line_of, '' as line_key, sum(cases) as cases from vanished group by unit_code
    union all
    select unit_code, 'sector', sector, sum(cases) from vanished where sector is not null group by unit_code, sector
    union all
    select unit_code, 'procedure', procedure_line, sum(cases)
    from vanished
    where procedure_line is not null
    group by unit_code, procedure_line
),

unplaced_lines as (
    select unit_code, sector, sum(cases) as cases from unplaced group by unit_code, sector
    union all
    select unit_code, '', sum(cases) from unplaced group by unit_code
)

select
    matched.extract_id,
    matched.sheet,
    matched.row_number,
    matched.unit_code,
    matched.unit_name,
    matched.line_kind,
    matched.item,
    matched.line_of,
    matched.line_key,
    matched.period_from,
    matched.period_to,
    matched.period_kind,
    matched.match,
    case when matched.match = 'matched' then matched.period_id end as period_id,
    case when matched.match = 'matched' then matched.period_no end as period_no,
    cast(coalesce(vanished_lines.cases, 0) as bigint) as vanished,
    cast(
        coalesce(unplaced_lines.cases, 0)
        + case when matched.line_of = 'sector' then coalesce(unsectored.cases, 0) else 0 end as bigint
    ) as unplaced
from matched
left join vanished_lines
    on
        matched.unit_code = vanished_lines.unit_code
        and matched.line_of = vanished_lines.line_of
        and coalesce(matched.line_key, '') = vanished_lines.line_key
left join unplaced_lines
    on
        matched.unit_code = unplaced_lines.unit_code
        and case when matched.line_of = 'sector' then matched.line_key else '' end = unplaced_lines.sector
left join unsectored on matched.unit_code = unsectored.unit_code
