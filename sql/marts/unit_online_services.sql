-- One row per unit with cases in the window: cases filed online, the online level of its procedures, petitions handled
-- in time. A count is empty where its input was not delivered, a rate also where its denominator is 0.
with units as (
    select distinct unit_code, unit_name, unit_level from cases
),

-- Rule A7: an online case of a procedure that the extract itself puts at a level that cannot be filed online.
impossible as (
    select cases.unit_code, count(*) as cases
    from cases
    cross join stg_parameters as parameters
    where cases.channel = 'online' and cases.service_level <= parameters.desk_only_service_level
    group by cases.unit_code
)

select
    units.unit_code,
    units.unit_name,
    units.unit_level,
    online.received,
    online.cases_with_channel,
    online.filed_online,
    share_of(online.filed_online, online.cases_with_channel) as online_rate,
    online.online_judged,
    online.online_late,
    share_of(online.online_late, online.online_judged) as online_late_rate,
    procedures.procedure_source,
    procedures.procedures,
    procedures.procedures_with_level,
    procedures.level_1_procedures,
    procedures.level_2_procedures,
    procedures.level_3_procedures,
    procedures.level_4_procedures,
    share_of(procedures.level_3_procedures + procedures.level_4_procedures, procedures.procedures_with_level)
        as level_3_4_procedure_rate,
    online.cases_with_level,
    online.cases_with_published_level,
    online.level_3_4_cases,
    online.level_3_4_cases_with_channel,
    online.level_3_4_filed_online,
    share_of(online.level_3_4_filed_online, online.level_3_4_cases_with_channel)
        as level_3_4_online_rate,
    case when inputs.has_level_and_channel then coalesce(impossible.cases, 0) end as level_1_2_filed_online,
    case when inputs.has_petition_list then coalesce(petitions.petitions, 0) end as petitions,
    case when inputs.has_petition_list then coalesce(petitions.judged_petitions, 0) end as judged_petitions,
    case when inputs.has_petition_list then coalesce(petitions.answered_in_time, 0) end as answered_in_time,
    petitions.handled_in_time_rate
from units
inner join stg_unit_inputs as inputs on units.unit_code = inputs.unit_code
inner join unit_period_online as online on units.unit_code = online.unit_code and online.period_id = 'window'
left join unit_period_procedures as procedures
    on units.unit_code = procedures.unit_code and procedures.period_id = 'window'
left join impossible on units.unit_code = impossible.unit_code
left join unit_petitions as petitions on units.unit_code = petitions.unit_code
