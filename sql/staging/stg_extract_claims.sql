-- One row per extract of cases that was read: the days of which it tells, how that is known, and whether it claims to
-- hold all cases of them (`tells_all`). A list of a system that does not keep the record tells what it holds and no
-- more, and a list of open cases only tells nothing of what was received and ended.
-- What an extract holds beyond them is a selection, as cases carried over into its period are: of those days it tells
-- some cases.
--   title    the period that its title writes out
--   assumed  from its first receipt, or, where its first cases were carried over, from its first end; to when it was
--                   taken
with parameters as (
    select coverage_slack_days from stg_parameters
),

cases as (
    select
        extract_id,
        received_at::date as received_date,
        coalesce(finished_at, returned_at)::date as end_date,
        coalesce(finished_at, returned_at) is null and not is_status_closed as is_open
    from stg_cases
),

firsts as (
    select
        extract_id,
        min(received_date) as first_received,
        min(case when end_date >= received_date then end_date end) as first_end,
        bool_and(is_open) as is_open_only
    from cases
    group by extract_id
),

-- How long cases take that were received from the first end on: a list from the first receipt on has its first end soon
-- after it, a list of a later period has not.
durations as (
    select cases.extract_id, median(cases.end_date - cases.received_date) as days
    from cases
    inner join firsts on cases.extract_id = firsts.extract_id
    where cases.received_date >= firsts.first_end and cases.end_date >= cases.received_date
    group by cases.extract_id
),

assumed as (
    select
        firsts.extract_id,
        firsts.is_open_only,
        firsts.first_received,
        case
            when firsts.first_end - firsts.first_received > greatest(15, 3 * coalesce(durations.days, 5))
                then firsts.first_end
            else firsts.first_received
        end as first_day
    from firsts
    left join durations on firsts.extract_id = durations.extract_id
)

select
    extracts.extract_number,
    extracts.extract_id,
    extracts.system_rank,
    extracts.as_of,
    -- The first cases of a desk come some days after the first of the month, and its last before the last.
    case
        when titles.period_from is not null then titles.period_from
        when day(assumed.first_day) <= 1 + parameters.coverage_slack_days
            then date_trunc('month', assumed.first_day)::date
        else assumed.first_day
    end as claim_from,
    case
        when titles.period_to is not null then least(titles.period_to, extracts.as_of::date)
        when
            extracts.as_of_basis = 'last_date'
            and last_day(extracts.as_of::date) - extracts.as_of::date <= parameters.coverage_slack_days
            then last_day(extracts.as_of::date)
        else extracts.as_of::date
    end as claim_to,
    case when titles.period_from is not null then 'title' else 'assumed' end as claim_basis,
    systems.keeps_record and not coalesce(assumed.is_open_only, false) as tells_all,
    -- With the first day of receipt: what it holds from before the period was carried over into it.
    assumed.first_received
from stg_case_extracts as extracts
inner join stg_systems as systems on extracts.system_rank = systems.system_rank
cross join parameters
left join assumed on extracts.extract_id = assumed.extract_id
left join (
    select extract_id, try_cast(period_from as date) as period_from, try_cast(period_to as date) as period_to
    from source_extracts
    where period_kind = 'days'
) as titles on extracts.extract_id = titles.extract_id
