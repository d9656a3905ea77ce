-- One row per staged supplement request: the case that it asks about, and which of that case's requests it is: the same
-- one may stand in successive extracts and in the lists of several systems.
with requests as (
    select * from stg_supplement_requests where case_key is not null
),

known_cases as (
    select case_key, case_id, unit_code
    from stg_case_records
    where record_id = described_by and case_key is not null
),

by_code as (
    select case_key, min(case_id) as case_id, count(*) as cases
    from known_cases
    group by case_key
),

by_unit as (
    select case_key, unit_code, min(case_id) as case_id
    from known_cases
    group by case_key, unit_code
    having count(*) = 1
),

-- Without a card an extract is as new as the last thing that it knows.
extract_days as (
    select extract_id, max(greatest(requested_at, supplemented_at)) as last_day
    from requests
    group by extract_id
),

-- A code that stands for several cases means the one of the requesting unit, if there is only one. A request has an id
-- of its own in a system, else it is told in an extract by its minute; one without a date stands for itself.
addressed as (
    select
        requests.*,
        coalesce(systems.system_rank, 99) as system_rank,
        case
            when by_code.cases = 1 then by_code.case_id
            when by_code.cases > 1 then by_unit.case_id
        end as case_id,
        coalesce(by_code.cases, 0) as cases_with_code,
        coalesce(requests.taken_at, extract_days.last_day) as as_of,
        case
            when requests.request_id is null then concat('extract ', requests.extract_id)
            else concat('system ', requests.source_system)
        end as teller,
        case
            when requests.request_id is not null then concat('id ', requests.request_id)
            when requests.requested_at is null
                then concat('row ', requests.sheet, ' ', cast(requests.row_number as varchar))
            else cast(date_trunc('minute', requests.requested_at) as varchar)
        end as told_as
    from requests
    inner join extract_days on requests.extract_id = extract_days.extract_id
    left join stg_systems as systems on requests.source_system = systems.source_system
    left join by_code on requests.case_key = by_code.case_key
    left join by_unit on requests.case_key = by_unit.case_key and requests.unit_code = by_unit.unit_code
),

ranked as (
    select
        addressed.*,
        coalesce(case_id, case_key) as thread,
        row_number() over (
            partition by case_key, case_id, teller, told_as
            order by
                case when requested_at is null then 1 else 0 end,
                case when as_of is null then 1 else 0 end,
                as_of desc, extract_id desc, sheet desc, row_number desc
        ) as recency
    from addressed
),

-- The n-th request of a day in one list is the n-th of that day in another.
of_the_day as (
    select
        thread,
        case_key,
        teller,
        told_as,
        cast(requested_at as date) as requested_date,
        row_number() over (
            partition by thread, case_key, teller, cast(requested_at as date)
            order by requested_at, told_as
        ) as number_of_day
    from ranked
    where recency = 1
)

select
    ranked.extract_id,
    ranked.sheet,
    ranked.row_number,
    ranked.source_system,
    ranked.system_rank,
    ranked.as_of,
    ranked.case_key,
    ranked.case_code,
    ranked.case_id,
    ranked.cases_with_code,
    ranked.thread,
    of_the_day.requested_date,
    of_the_day.number_of_day,
    ranked.request_id,
    ranked.unit_code,
    ranked.requested_at,
    ranked.supplemented_at,
    ranked.due_at_before,
    ranked.due_at_after,
    ranked.status,
    ranked.has_content
from ranked
inner join of_the_day
    on
        ranked.thread = of_the_day.thread
        and ranked.case_key = of_the_day.case_key
        and ranked.teller = of_the_day.teller
        and ranked.told_as = of_the_day.told_as
