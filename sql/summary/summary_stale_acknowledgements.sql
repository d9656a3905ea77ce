-- One row per acknowledged exception that has run out or that no finding answers to.
select
    rule_id,
    case_id,
    unit_code,
    why
from stale_acknowledgements
order by rule_id, case_id, unit_code
