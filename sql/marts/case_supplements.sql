-- One row per request for supplementing a case (Mẫu 02), however often it was listed.
select
    requests.case_id,
    requests.case_code,
    case
        when cases.case_id is not null then 'in_scope'
        when requests.case_id is not null then 'out_of_scope'
        when requests.cases_with_code > 1 then 'several_cases'
        else 'unknown'
    end as case_standing,
    coalesce(requests.unit_code, cases.unit_code, 'UNRESOLVED') as unit_code,
    units.unit_name,
    requests.request_number,
    requests.request_id,
    requests.requested_at,
    requests.supplemented_at,
    requests.due_at_before,
    requests.due_at_after,
    requests.status,
    requests.has_content,
    requests.times_listed,
    requests.source_system,
    requests.extract_id,
    requests.sheet,
    requests.row_number
from requests_told as requests
left join cases on requests.case_id = cases.case_id
left join stg_units as units on coalesce(requests.unit_code, cases.unit_code, 'UNRESOLVED') = units.unit_code
