-- One row per case with supplement requests: the first request, and when the last of them was complied with, which is
-- empty as long as the last one is open.
select
    case_id,
    count(*) as requests,
    min(requested_at) as first_requested_at,
    case
        when
            max(case when supplemented_at is not null then request_number end) = max(request_number)
            then max(supplemented_at)
    end as last_supplemented_at
from requests_told
where case_id is not null
group by case_id
