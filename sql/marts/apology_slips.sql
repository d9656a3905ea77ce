-- One row per slip of apology of the lists received: what it says, beside what the systems know of the case it names.
with parameters as (
    select apology_lead_days from stg_parameters
),

described as (
    select
        records.record_id,
        records.case_id,
        records.unit_code,
        records.procedure_code,
        records.received_date,
        outcomes.is_in_scope,
        outcomes.ended_at,
        outcomes.due_at_original,
        outcomes.first_promise_source,
        outcomes.is_first_promise_known,
        outcomes.due_in_force_basis,
        extracts.as_of,
        extracts.has_due_at,
        cast(dates.due_at as date) as system_due_date
    from stg_case_records as records
    inner join case_outcomes as outcomes on records.record_id = outcomes.record_id
    inner join stg_case_extracts as extracts on records.extract_number = extracts.extract_number
    inner join case_scope as dates on records.record_id = dates.record_id
),

placed as (
    select
        slips.*,
        described.* exclude (record_id, unit_code, received_date),
        coalesce(described.unit_code, slips.unit_code, slips.code_unit_code, 'UNRESOLVED') as slip_unit_code,
        coalesce(described.received_date, slips.received_date) as known_received_date,
        cast(described.due_at_original as date) as first_due_date,
        row_number() over by_age as slip_order,
        lag(slips.new_due_date) over by_age as new_date_before
    from slip_cases as slips
    left join described on slips.record_id = described.record_id
    window by_age as (
        partition by coalesce(slips.case_key, concat(slips.extract_id, slips.row_number))
        order by
            slips.slip_date nulls last, slips.new_due_date nulls last, slips.extract_id, slips.sheet, slips.row_number
    )
),

-- The date from which a slip moves the case: its own word, else the first promise, where it is known and its column
-- cannot hold the slip's new date already.
compared as (
    select
        placed.*,
        coalesce(
            placed.due_date,
            case
                when placed.is_first_promise_known and (placed.has_due_at or placed.first_promise_source <> 'column')
                    then placed.first_due_date
            end
        ) as old_due_date,
        restarts.restart_standing,
        -- Lawful by Đ19(9): the first, in time, with a reason, to a later day.
        coalesce(
            placed.slip_order = 1
            and placed.is_first_promise_known
            and placed.first_promise_source <> 'slip'
            and datediff('day', placed.slip_date, placed.first_due_date) >= parameters.apology_lead_days
            and coalesce(placed.has_reason, true)
            and placed.new_due_date > placed.first_due_date,
            false
        ) as is_lawful
    from placed
    cross join parameters
    left join case_restarts as restarts on placed.case_id = restarts.case_id
),

-- The system shows the date of any slip of the case: a second one moves it too, lawful or not (rule B3).
followed as (
    select
        compared.record_id,
        bool_or(compared.new_due_date = compared.system_due_date) as is_followed
    from compared
    where compared.record_id is not null
    group by compared.record_id
)

select
    compared.extract_id,
    compared.sheet,
    compared.row_number,
    compared.slip_unit_code as unit_code,
    units.unit_name,
    compared.case_code,
    compared.case_id,
    compared.procedure_code,
    compared.case_standing,
    coalesce(compared.is_in_scope, false) as is_in_scope,
    compared.slip_number,
    compared.slip_order,
    compared.times_listed,
    compared.slip_date,
    compared.received_date as slip_received_date,
    compared.due_date as slip_due_date,
    compared.new_due_date,
    compared.has_reason,
    compared.reason_class,
    compared.known_received_date as received_date,
    compared.first_due_date,
    compared.first_promise_source,
    compared.is_first_promise_known,
    compared.due_in_force_basis,
    compared.old_due_date,
    compared.new_date_before,
    compared.system_due_date,
    case
        when not compared.is_lawful or not compared.has_due_at or compared.restart_standing is not null then null
        when compared.due_in_force_basis <> 'first_promise' then null
        when
            coalesce(cast(compared.as_of as date) <= compared.slip_date, true)
            or cast(compared.ended_at as date) <= compared.slip_date
            then null
        when followed.is_followed then 'moved'
        when compared.system_due_date = compared.first_due_date then 'not_moved'
        else 'moved_elsewhere'
    end as move_standing
from compared
left join followed on compared.record_id = followed.record_id
left join stg_units as units on compared.slip_unit_code = units.unit_code
