-- One row per unit and signal of conduct: how much of it the unit's cases show, how much its peers lead to expect,
-- and how probable that is by chance.
select
    judged.rule_id,
    judged.unit_code,
    judged.unit_name,
    judged.cases_compared,
    judged.cases_showing,
    judged.share,
    judged.expected_share,
    judged.multiple,
    judged.peers,
    judged.units_tested,
    judged.p_value,
    case when judged.not_assessed is null then judged.p_corrected end as p_corrected,
    case when judged.not_assessed is null then judged.p_corrected <= parameters.significance end as is_signal,
    judged.not_assessed
from judged_units as judged
cross join stg_parameters as parameters
