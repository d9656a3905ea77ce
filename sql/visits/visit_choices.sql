-- One row per unit that is to be visited, or was to be before the office replaced it: the bodies of the inspection
-- plan, and in each of its districts the communes chosen by risk and by lot; with what its risk rests on. A replacement
-- keeps both rows and the reason. One whose replaced commune is not chosen (any more), or whose commune is chosen
-- anyway, has no effect and is shown so.
with recursive chosen as (
    select unit_code, if(is_by_risk, 'risk', 'lot') as chosen_by
    from visit_lots
    where is_by_risk or is_drawn
),

-- A replacement may itself be replaced.
in_force as (
    select replacements.unit_code, replacements.replaces
    from stg_visit_replacements as replacements
    inner join chosen on replacements.replaces = chosen.unit_code
    where replacements.unit_code not in (select others.unit_code from chosen as others)
    union
    select replacements.unit_code, replacements.replaces
    from stg_visit_replacements as replacements
    inner join in_force on replacements.replaces = in_force.unit_code
    where replacements.unit_code not in (select others.unit_code from chosen as others)
),

replaced as (
    select
        replacements.*,
        case
            when in_force.unit_code is not null then 'in_force'
            when chosen.unit_code is not null then 'chosen_anyway'
            else 'not_needed'
        end as replacement_state
    from stg_visit_replacements as replacements
    left join in_force on replacements.unit_code = in_force.unit_code
    left join chosen on replacements.unit_code = chosen.unit_code
),

listed as (
    select unit_code, 'plan' as chosen_by from stg_inspection_plan
    union all
    select unit_code, chosen_by from chosen
    union all
    select unit_code, 'replacement' from replaced where replacement_state <> 'chosen_anyway'
)

select
    listed.unit_code,
    units.unit_name,
    units.unit_level,
    units.district_code,
    districts.unit_name as district_name,
    listed.chosen_by,
    leaving.unit_code is null and coalesce(coming.replacement_state, 'in_force') <> 'not_needed' as is_visited,
    coalesce(own_plan.plan_number, plan.plan_number) as plan_number,
    coalesce(own_plan.plan_quarters, plan.plan_quarters) as plan_quarters,
    risks.risk_points,
    risks.known_risk_points,
    lots.risk_place,
    lots.communes_in_district,
    if(listed.chosen_by = 'lot', lots.lot_share, null) as lot_share,
    risks.reason_1,
    risks.counted_1,
    risks.reason_2,
    risks.counted_2,
    risks.reason_3,
    risks.counted_3,
    leaving.unit_code as replaced_by,
    coming.replaces,
    coming.replacement_state,
    coalesce(coming.reason, leaving.reason) as replacement_reason,
    coalesce(coming.agreed_by, leaving.agreed_by) as agreed_by,
    coalesce(coming.decided_on, leaving.decided_on) as decided_on
from listed
left join stg_units as units on listed.unit_code = units.unit_code
left join stg_units as districts on units.district_code = districts.unit_code
left join stg_inspection_plan as own_plan on listed.unit_code = own_plan.unit_code
left join stg_inspection_plan as plan on units.district_code = plan.unit_code and units.unit_level = 'commune'
left join unit_risks as risks on listed.unit_code = risks.unit_code
left join visit_lots as lots on listed.unit_code = lots.unit_code
left join replaced as coming
    on
        listed.unit_code = coming.unit_code
        and (listed.chosen_by = 'replacement' or coming.replacement_state = 'chosen_anyway')
left join replaced as leaving on listed.unit_code = leaving.replaces and leaving.replacement_state = 'in_force'
