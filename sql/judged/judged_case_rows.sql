-- One row per case in scope of which one extract holds several rows, with what rule A4V looks at: do they disagree.
with repeats as (
    select * from extract_repeats
)

select
    cases.case_id,
    cases.unit_code,
    cases.procedure_code,
    max(repeats.rows_of_case) as rows_of_case,
    count(case when repeats.is_disagreeing then 1 end) as extracts_disagreeing,
    concat_ws(
        ', ',
        case when max(repeats.ends_told) > 1 then 'ngày kết thúc' end,
        case when max(repeats.due_dates_told) > 1 then 'ngày hẹn trả' end,
        case when max(repeats.statuses_told) > 1 then 'trạng thái' end
    ) as differing_names
from cases
inner join repeats on cases.record_id = repeats.record_id
group by cases.case_id, cases.unit_code, cases.procedure_code
