-- One row per unit to be visited or replaced: by number in the plan, a body before the communes of its district.
select
    unit_name,
    district_name,
    plan_number,
    plan_quarters,
    chosen_by,
    is_visited,
    risk_points,
    known_risk_points,
    risk_place,
    communes_in_district,
    lot_share,
    reason_1,
    counted_1,
    reason_2,
    counted_2,
    reason_3,
    counted_3,
    replaces,
    replaced_by,
    replacement_state,
    replacement_reason,
    agreed_by,
    decided_on,
    unit_code
from visit_choices
order by
    plan_number asc,
    unit_level desc,
    case chosen_by when 'risk' then 1 when 'lot' then 2 else 3 end asc,
    unit_code asc
