-- One row per request for supplements, the requests about one case together; by unit name, an unknown unit last.
select
    requests.unit_name,
    requests.case_code,
    requests.case_standing,
    requests.request_number,
    requests.requested_at,
    requests.supplemented_at,
    requests.due_at_before,
    requests.due_at_after,
    deadlines.restart_standing,
    requests.status,
    requests.has_content,
    requests.request_id,
    requests.unit_code
from case_supplements as requests
left join case_deadlines as deadlines on requests.case_id = deadlines.case_id
order by
    requests.unit_code = 'UNRESOLVED',
    strip_accents(translate(requests.unit_name, 'Đđ', 'Dd')),
    requests.unit_code,
    requests.case_code,
    requests.request_number,
    requests.requested_at,
    requests.request_id,
    requests.extract_id,
    requests.sheet,
    requests.row_number
