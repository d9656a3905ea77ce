-- One row per row of a case list that calls itself a total and tells one number: the number, and the counts that it may
-- tell. It is held against the unit that sent the list, else the one whose cases the list holds.
with totalled as (
    select distinct extract_id
    from source_furniture
    where furniture_kind = 'total' and number_told is not null
),

lines as (
    select extract_id, sheet, row_number, furniture_kind, number_told, 0 as is_case, 0 as is_new_code
    from source_furniture
    where furniture_kind in ('group', 'total')
    union all
    select
        cases.extract_id,
        cases.sheet,
        cases.row_number,
        'case' as furniture_kind,
        null as number_told,
        1 as is_case,
        cast(
            cases.case_key is not null
            and row_number() over (
                partition by cases.extract_id, cases.sheet, cases.case_key order by cases.row_number
            ) = 1
            as integer
        ) as is_new_code
    from stg_cases as cases
    inner join totalled on cases.extract_id = totalled.extract_id
),

counted as (
    select
        *,
        sum(is_case) over above as rows_above,
        sum(is_new_code) over above as codes_above
    from lines
    window above as (partition by extract_id, sheet order by row_number)
),

-- Where a part may begin or end: the head of the list, its groups and totals, its end.
bounds as (
    select extract_id, sheet, row_number, rows_above, codes_above
    from counted
    where furniture_kind <> 'case'
    union all
    select extract_id, sheet, 0, 0, 0
    from counted
    group by extract_id, sheet
    union all
    select extract_id, sheet, max(row_number) + 1, max(rows_above), max(codes_above)
    from counted
    group by extract_id, sheet
),

spans as (
    select
        totals.extract_id,
        totals.sheet,
        totals.row_number,
        totals.number_told,
        totals.rows_above,
        bounds.row_number > totals.row_number as is_below,
        abs(totals.rows_above - bounds.rows_above) as rows_between,
        abs(totals.codes_above - bounds.codes_above) as codes_between
    from counted as totals
    inner join bounds
        on
            totals.extract_id = bounds.extract_id
            and totals.sheet = bounds.sheet
            and totals.row_number <> bounds.row_number
    where totals.furniture_kind = 'total' and totals.number_told is not null
),

units as (
    select
        extract_id,
        case when count(distinct unit_code) = 1 then any_value(unit_code) end as unit_code
    from stg_cases
    group by extract_id
)

select
    spans.extract_id,
    spans.sheet,
    spans.row_number,
    spans.number_told,
    spans.rows_above,
    coalesce(extracts.sender_unit_code, units.unit_code, 'UNRESOLVED') as unit_code,
    extracts.file_name,
    -- A total stands below what it counts: the whole list, its part, or several parts, as a unit's total does below
    -- those of its fields. Where no case stands between it and the bound before it, it may stand above them, too.
    list(rows_between) filter (where not is_below)
    || list(codes_between) filter (where not is_below)
    || case
        when min(rows_between) filter (where not is_below) = 0
            then list(rows_between) filter (where is_below) || list(codes_between) filter (where is_below)
        else []
    end as counts_possible
from spans
inner join source_extracts as extracts on spans.extract_id = extracts.extract_id
left join units on spans.extract_id = units.extract_id
group by all
