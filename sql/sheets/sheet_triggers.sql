-- One row per unit and reason to come unannounced; units with the most reasons first.
select
    unit_name,
    district_name,
    trigger_code,
    rule_id,
    since_date,
    value,
    denominator,
    why_now,
    look_first,
    is_visited,
    unit_code
from visit_triggers
order by count(*) over (partition by unit_code) desc, unit_code asc, trigger_code asc, rule_id asc
