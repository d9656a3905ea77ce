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

own_cases as (
    select distinct records.case_id, cases.unit_code, cases.sector, cases.procedure_line, records.extract_id
    from form_06_case_states as cases
    inner join stg_case_records as records on cases.record_id = records.record_id
),

-- A later extract no longer holds these (rule D11), so a report may not have them either.
vanished as (
    select own_cases.unit_code, own_cases.sector, own_cases.procedure_line, count(*) as cases
    from own_cases
    where own_cases.case_id in (select vanished_cases.case_id from vanished_cases)
    group by own_cases.unit_code, own_cases.sector, own_cases.procedure_line
),

-- Cases of the extracts that hold the unit's, whose unit could not be told: they may be the unit's.
extracts as (
    select distinct unit_code, extract_id from own_cases where unit_code <> 'UNRESOLVED'
),

unplaced as (
    select extracts.unit_code, own_cases.sector, count(*) as cases
    from extracts
    inner join own_cases on extracts.extract_id = own_cases.extract_id and own_cases.unit_code = 'UNRESOLVED'
    group by extracts.unit_code, own_cases.sector
),

unsectored as (
    select unit_code, count(*) as cases from own_cases where sector is null group by unit_code
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
