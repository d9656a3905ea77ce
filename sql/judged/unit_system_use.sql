-- One row per unit with cases in the window: how it uses the one-stop system (CV 489): its published procedures with
-- cases, cases entered late, transferred late, with papers scanned. Counts are empty where the input was not delivered,
-- rates also where the denominator is 0.
with units as (
    select distinct unit_code, unit_name, unit_level from cases
),

procedures as (
    select
        unit_code,
        count(*) as published_procedures,
        count(case when cases > 0 then 1 end) as procedures_with_cases
    from unit_procedures
    where is_published_here
    group by unit_code
),

conduct as (
    select
        judged.unit_code,
        count(case when judged.is_entry_known then 1 end) as entry_judged,
        count(
            case
                when judged.is_entry_known and judged.entry_delay_working_days > parameters.entry_working_days then 1
            end
        ) as entered_late,
        count(judged.transfer_days_late) as transfer_judged,
        count(case when judged.transfer_days_late > 0 then 1 end) as transferred_late,
        count(judged.has_papers) as papers_judged,
        count(case when judged.has_papers then 1 end) as papers_scanned
    from judged_case_conduct as judged
    cross join stg_parameters as parameters
    group by judged.unit_code
),

counted as (
    select
        units.unit_code,
        units.unit_name,
        units.unit_level,
        case when inputs.has_published_list then coalesce(procedures.published_procedures, 0) end
            as published_procedures,
        case
            when inputs.has_published_list and inputs.has_procedure_code
                then coalesce(procedures.procedures_with_cases, 0)
        end as procedures_with_cases,
        case when inputs.has_entered_at then coalesce(conduct.entry_judged, 0) end as entry_judged,
        case when inputs.has_entered_at then coalesce(conduct.entered_late, 0) end as entered_late,
        case when inputs.has_transferred_at then coalesce(conduct.transfer_judged, 0) end as transfer_judged,
        case when inputs.has_transferred_at then coalesce(conduct.transferred_late, 0) end as transferred_late,
        case when inputs.has_papers then coalesce(conduct.papers_judged, 0) end as papers_judged,
        case when inputs.has_papers then coalesce(conduct.papers_scanned, 0) end as papers_scanned
    from units
    inner join stg_unit_inputs as inputs on units.unit_code = inputs.unit_code
    left join procedures on units.unit_code = procedures.unit_code
    left join conduct on units.unit_code = conduct.unit_code
)

select
    unit_code,
    unit_name,
    unit_level,
    published_procedures,
    procedures_with_cases,
    share_of(procedures_with_cases, published_procedures) as procedures_with_cases_rate,
    entry_judged,
    entered_late,
    share_of(entered_late, entry_judged) as entered_late_rate,
    transfer_judged,
    transferred_late,
    share_of(transferred_late, transfer_judged) as transferred_late_rate,
    papers_judged,
    papers_scanned,
    share_of(papers_scanned, papers_judged) as papers_scanned_rate
from counted
