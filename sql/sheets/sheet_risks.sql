-- One row per unit and component of its risk: units by their risk, the highest first, what adds most to it first.
select
    unit_name,
    unit_level,
    component,
    value,
    denominator,
    rate,
    unknown_reason,
    scale_share,
    weight,
    risk_points,
    most_risk_points,
    unit_code
from visit_risks
order by
    round(sum(risk_points) over (partition by unit_code), 9) desc,
    unit_code asc,
    not is_known asc,
    risk_points desc,
    weight desc,
    component asc
