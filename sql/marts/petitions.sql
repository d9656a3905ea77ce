-- One row per petition (phản ánh, kiến nghị): the latest extract's record of it and how it stands at the window's end.
with parameters as (
    select * from stg_parameters
),

listed as (
    select * from stg_petitions
),

-- Without a card an extract is as new as the last thing that it knows.
extract_days as (
    select extract_id, max(greatest(received_at, answered_at)) as last_day
    from listed
    group by extract_id
),

-- A code under which one extract lists several days of receipt is used for as many petitions: none may swallow another.
numbered as (
    select
        listed.*,
        coalesce(listed.taken_at, extract_days.last_day) as as_of,
        coalesce(
            listed.petition_code, concat(listed.extract_id, ':', listed.sheet, ':', cast(listed.row_number as varchar))
        ) as code,
        dense_rank() over (
            partition by listed.extract_id, listed.petition_code
            order by cast(listed.received_at as date)
        ) as petition_number
    from listed
    inner join extract_days on listed.extract_id = extract_days.extract_id
),

ranked as (
    select
        numbered.*,
        case
            when petition_code is null or petition_number = 1 then code
            else concat(code, '#', cast(petition_number as varchar))
        end as petition_id,
        count(*) over same_petition as times_listed,
        row_number() over (
            partition by source_system, code, case when petition_code is not null then petition_number end
            order by case when as_of is null then 1 else 0 end, as_of desc, extract_id desc, sheet desc, row_number desc
        ) as recency
    from numbered
    window same_petition as (
        partition by source_system, code, case when petition_code is not null then petition_number end
    )
),

-- The list's own due date; where it writes none, the office's limit, if it has set one, in working days after receipt.
limited as (
    select
        ranked.* exclude (due_at),
        coalesce(ranked.due_at, cast(due_day.calendar_date as timestamp)) as due_at,
        case
            when ranked.due_at is not null then 'list'
            when due_day.calendar_date is not null then 'parameter'
        end as due_basis
    from ranked
    cross join parameters
    left join stg_calendar as received_day
        on cast(ranked.received_at as date) = received_day.calendar_date
    left join stg_calendar as due_day
        on
            ranked.due_at is null
            and ranked.due_at_as_written is null
            and due_day.is_working_day
            and due_day.working_day_number
            = received_day.working_day_number + cast(parameters.petition_working_days as integer)
    where ranked.recency = 1
),

-- An answer after the window was open when the window closed. A rejected petition waits for no answer.
measured as (
    select
        limited.*,
        parameters.window_from,
        parameters.window_to,
        parameters.grain,
        case
            when limited.status = 'rejected' and limited.answered_at is null then 'rejected'
            when limited.answered_at is null and limited.status = 'answered' then 'answered_undated'
            when limited.answered_at <= parameters.cut_off_at then 'answered'
            else 'pending'
        end as stage,
        -- A petition without an answer was seen so until the day of its list.
        least(coalesce(limited.answered_at, parameters.cut_off_at), parameters.cut_off_at, end_of_day(limited.as_of))
            as measured_at
    from limited
    cross join parameters
),

compared as (
    select
        measured.*,
        case
            when stage not in ('answered', 'pending') then null
            else is_late(measured_at, due_at, grain)
        end as is_late
    from measured
)

select
    compared.petition_id,
    compared.unit_code,
    units.unit_name,
    compared.subject,
    compared.channel,
    compared.received_at,
    compared.due_at,
    compared.due_basis,
    compared.answered_at,
    compared.measured_at,
    compared.status,
    compared.status_as_written,
    case
        when compared.stage = 'rejected' then 'rejected'
        when compared.is_late is null then 'undated'
        when compared.stage = 'answered' and compared.is_late then 'answered_late'
        when compared.stage = 'answered' then 'answered_in_time'
        when compared.is_late then 'pending_overdue'
        else 'pending_in_time'
    end as outcome,
    case
        when compared.is_late is null then null
        when not compared.is_late then 0
        else greatest(1, datediff('day', cast(compared.due_at as date), cast(compared.measured_at as date)))
    end as days_late,
    coalesce(cast(compared.received_at as date) <= compared.window_to, true)
    and coalesce(cast(compared.answered_at as date) >= compared.window_from, true) as is_in_scope,
    compared.times_listed,
    compared.source_system,
    compared.extract_id,
    compared.sheet,
    compared.row_number
from compared
left join stg_units as units on compared.unit_code = units.unit_code
