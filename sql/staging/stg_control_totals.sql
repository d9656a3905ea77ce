-- One row per row of a case list that calls itself a total and tells one number: the number, and what it may count: the
-- rows above it, their codes, and both since the group or total before it. It is held against the unit that sent the
-- list, else the one whose cases it holds.
with totals as (
    select
        extract_id,
        sheet,
        row_number,
        furniture_kind,
        number_told,
        lag(row_number, 1, 0) over (partition by extract_id, sheet order by row_number) as part_after
    from source_furniture
    where furniture_kind in ('group', 'total')
)

select
    totals.extract_id,
    totals.sheet,
    totals.row_number,
    totals.number_told,
    count(cases.row_id) as rows_above,
    count(distinct cases.case_key) as codes_above,
    count(case when cases.row_number > totals.part_after then 1 end) as rows_of_part,
    count(distinct case when cases.row_number > totals.part_after then cases.case_key end) as codes_of_part,
    coalesce(
        extracts.sender_unit_code,
        case when count(distinct cases.unit_code) = 1 then any_value(cases.unit_code) else 'UNRESOLVED' end
    ) as unit_code,
    extracts.file_name
from totals
inner join source_extracts as extracts on totals.extract_id = extracts.extract_id
left join stg_cases as cases
    on totals.extract_id = cases.extract_id and totals.sheet = cases.sheet and totals.row_number > cases.row_number
where totals.number_told is not null and totals.furniture_kind = 'total'
group by
    totals.extract_id,
    totals.sheet,
    totals.row_number,
    totals.number_told,
    extracts.sender_unit_code,
    extracts.file_name
