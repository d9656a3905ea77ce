-- One row per case and extract that holds several rows of it: in how many ways these rows tell its end, its due date
-- and its status. The last row describes the case, as in an event log; where they differ, that is no more than a guess.
with rows_told as (
    select
        repeats.current_row,
        repeats.extract_number,
        cases.extract_id,
        concat_ws('|', coalesce(cases.finished_at::varchar, ''), coalesce(cases.returned_at::varchar, '')) as ends,
        concat_ws('|', coalesce(cases.due_at_original::varchar, ''), coalesce(cases.due_at::varchar, '')) as due_dates,
        coalesce(cases.status_code::varchar, fold_text(cases.status_as_written), '') as statuses
    from stg_case_repeats as repeats
    inner join stg_cases as cases on repeats.row_id = cases.row_id
)

select
    current_row as record_id,
    extract_number,
    extract_id,
    count(*) as rows_of_case,
    count(distinct ends) as ends_told,
    count(distinct due_dates) as due_dates_told,
    count(distinct statuses) as statuses_told,
    count(distinct ends) > 1 or count(distinct due_dates) > 1 or count(distinct statuses) > 1 as is_disagreeing
from rows_told
group by current_row, extract_number, extract_id
having count(*) > 1
