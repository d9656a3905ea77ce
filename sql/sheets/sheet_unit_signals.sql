-- One row per signal assessed at a unit: the signals first, then by how improbable the share is.
select
    rule_id,
    unit_name,
    is_signal,
    cases_compared,
    cases_showing,
    share,
    expected_share,
    multiple,
    peers,
    units_tested,
    p_value,
    p_corrected
from unit_signals
where not_assessed is null
order by
    not is_signal,
    p_corrected,
    p_value,
    rule_id,
    unit_code
