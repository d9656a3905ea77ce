-- One row per accepted case in scope, with what the rules D4, E3 and E4 look at.
with parameters as (
    select * from stg_parameters
),

calendar as (
    select * from stg_calendar
),

received as (
    select
        cases.case_id,
        cases.unit_code,
        cases.procedure_code,
        cases.received_at,
        cases.entered_at,
        -- What the case list leaves open the step log may know.
        coalesce(cases.transferred_at, transfers.transferred_at) as transferred_at,
        cases.transferred_at is null and transfers.transferred_at is not null as is_transfer_of_log,
        cases.has_papers,
        received_day.calendar_date as received_date,
        received_day.is_working_day,
        received_day.working_day_number,
        received_day.next_open_date,
        epoch(cases.received_at - date_trunc('day', cases.received_at)) / 3600 as received_hour,
        parameters.desk_closes_hour,
        parameters.transfer_hour
    from cases
    cross join parameters
    left join calendar as received_day on cases.received_at::date = received_day.calendar_date
    left join case_transfers as transfers on cases.case_id = transfers.case_id
    where
        cases.outcome <> 'not_accepted'
        and (
            coalesce(cases.entered_at, cases.transferred_at, transfers.transferred_at) is not null
            or cases.has_papers is not null
        )
),

counted as (
    select
        *,
        -- What is received after the desk has closed counts for the next working day.
        working_day_number + (is_working_day and received_hour > desk_closes_hour)::integer as entry_counted_from,
        -- Đ18: until 15:00 on the same working day, else at the start of the next. A receipt without an hour is given
        -- the longer of the two.
        case
            when is_working_day and received_hour > 0 and received_hour <= transfer_hour then received_date
            else next_open_date
        end as transfer_due_date
    from received
)

select
    counted.case_id,
    counted.unit_code,
    counted.procedure_code,
    counted.received_at,

    -- D4
    counted.entered_at,
    counted.entry_counted_from is not null
    and entered_day.working_day_number is not null as is_entry_known,
    entered_day.working_day_number - counted.entry_counted_from as entry_delay_working_days,

    -- E3
    counted.transferred_at,
    counted.transfer_due_date,
    case when counted.is_transfer_of_log then ' (theo nhật ký xử lý)' else '' end as transfer_source_text,
    datediff('day', counted.transfer_due_date, counted.transferred_at::date) as transfer_days_late,

    -- E4
    counted.has_papers,
    (not counted.has_papers)::integer as missing_papers
from counted
left join calendar as entered_day on counted.entered_at::date = entered_day.calendar_date
