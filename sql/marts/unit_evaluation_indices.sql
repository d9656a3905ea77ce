-- One row per unit, period and index of TT 01/2018 Đ14: its points, 0 to 2, the mean over cases rounded to one decimal,
-- and what they rest on; without points the reason why (basis).
with periods as (
    select
        ends.*,
        inputs.has_time_limits and inputs.has_procedure_code as has_lawful_limits,
        inputs.has_supplement_dates,
        inputs.has_whole_request_list,
        inputs.has_petition_list,
        inputs.has_due_date,
        inputs.has_channel,
        coalesce(steps.steps, 0) as steps_judged,
        coalesce(steps.step_points, 0) as step_points,
        online.cases_with_channel,
        online.filed_online,
        online.online_late,
        coalesce(procedures.procedures_with_level, 0) as procedures_with_level,
        procedures.level_3_procedures + procedures.level_4_procedures as level_3_4_procedures,
        coalesce(petitions.judged, 0) as petitions_judged,
        coalesce(petitions.in_time, 0) as petitions_in_time,
        coalesce(petitions.overdue, 0) as petitions_overdue,
        coalesce(petitions.undated, 0) as petitions_undated,
        coalesce(of_unit.petitions, 0) as petitions_of_unit,
        coalesce(of_nobody.petitions, 0) as petitions_of_nobody
    from unit_period_ends as ends
    inner join stg_unit_inputs as inputs on ends.unit_code = inputs.unit_code
    inner join unit_period_online as online
        on ends.unit_code = online.unit_code and ends.period_id = online.period_id
    left join unit_period_procedures as procedures
        on ends.unit_code = procedures.unit_code and ends.period_id = procedures.period_id
    left join unit_period_petitions as petitions
        on ends.unit_code = petitions.unit_code and ends.period_id = petitions.period_id
    left join unit_period_steps as steps
        on ends.unit_code = steps.unit_code and ends.period_id = steps.period_id
    left join unit_petitions as of_unit on ends.unit_code = of_unit.unit_code
    left join unit_petitions as of_nobody on of_nobody.unit_code = 'UNRESOLVED'
    where ends.unit_code <> 'UNRESOLVED'
),

-- A case open past its time by law has taken longer, whenever it will end: leaving it out would reward never ending it.
-- Complaints carry no case code, so index 7 is known only where there was none.
indices as (
    select
        *,
        1 as index_number,
        time_cases + open_late as cases,
        time_points as points_sum,
        case
            when not has_lawful_limits then 'no_time_limits'
            when not has_supplement_dates then 'no_supplement_dates'
            when time_cases + open_late = 0 then 'no_cases'
            else 'cases'
        end as basis
    from periods
    union all
    select
        *,
        2,
        steps_judged,
        step_points,
        case when steps_judged = 0 then 'not_in_data' else 'steps' end
    from periods
    union all
    select
        *,
        3,
        completed,
        contact_points,
        case when not has_whole_request_list then 'no_request_list' when completed = 0 then 'no_cases' else 'cases' end
    from periods
    union all
    select
        *,
        7,
        attitude_cases,
        attitude_points,
        case
            when not has_petition_list then 'no_petition_list'
            when petitions_of_unit > 0 then 'complaints_without_case'
            when petitions_of_nobody > 0 then 'complaints_without_unit'
            when not has_due_date then 'no_due_date'
            when attitude_cases = 0 then 'no_cases'
            else 'cases'
        end
    from periods
    union all
    select
        *,
        8,
        petitions_judged,
        petitions_judged * case
            when petitions_in_time = petitions_judged then 2
            when 10 * petitions_in_time >= 9 * petitions_judged and petitions_overdue = 0 then 1
            else 0
        end,
        case
            when not has_petition_list then 'no_petition_list'
            when petitions_judged = 0 and petitions_undated > 0 then 'petitions_undated'
            when petitions_judged = 0 then 'no_petitions'
            else 'petitions'
        end
    from periods
    union all
    select
        *,
        9,
        cases_with_channel,
        cases_with_channel * case
            when online_late > 0 then 0
            when 10 * filed_online >= 3 * cases_with_channel and 5 * level_3_4_procedures >= procedures_with_level
                then 2
            when 20 * filed_online >= 3 * cases_with_channel and 10 * filed_online < 3 * cases_with_channel then 1
            else 0
        end,
        case
            when not has_channel then 'no_channel'
            when not has_due_date then 'no_due_date'
            when procedures_with_level = 0 then 'no_levels'
            when cases_with_channel = 0 then 'no_cases'
            else 'online'
        end
    from periods
    union all
    select periods.*, sited.index_number, 0, 0, 'not_in_data'
    from periods
    cross join (
        select 4 as index_number
        union all
        select 5
        union all
        select 6
    ) as sited
),

-- Whole numbers, so that a mean that ends in 5 is rounded up, whatever its binary fraction.
rounded as (
    select
        *,
        case
            when basis = 'no_petitions' then 20
            when basis in ('cases', 'steps', 'petitions', 'online')
                then cast(floor((20 * points_sum + cases) / cast(2 * cases as double)) as bigint)
        end as tenths
    from indices
),

-- What was given on site stands where the data have no points, and before what step logs of some cases tell (index 2).
awarded as (
    select
        rounded.*,
        given.tenths as given_tenths,
        given.tenths is not null and (rounded.tenths is null or rounded.basis = 'steps') as is_given
    from rounded
    left join stg_evaluation_points as given
        on
            rounded.unit_code = given.unit_code
            and rounded.period_id = given.period_id
            and rounded.index_number = given.index_number
)

select
    awarded.unit_code,
    units.unit_name,
    units.unit_level,
    awarded.period_id,
    awarded.period_from,
    awarded.period_to,
    awarded.index_number,
    case when awarded.is_given then awarded.given_tenths else awarded.tenths end / cast(10 as double) as points,
    case when awarded.is_given then 'given' else awarded.basis end as basis,
    case
        when awarded.basis in ('cases', 'petitions', 'online', 'no_petitions') then awarded.cases
        when awarded.basis = 'steps' and not awarded.is_given then awarded.cases
    end as cases,
    case when awarded.index_number = 1 and awarded.basis = 'cases' then awarded.open_late end as cases_open_late,
    case when awarded.index_number = 7 and awarded.basis = 'cases' then awarded.late_cases end as cases_without_value
from awarded
left join stg_units as units on awarded.unit_code = units.unit_code
