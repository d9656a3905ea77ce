-- One row per signal and unit: the signals first, then by how improbable the share is, what was not assessed last. What
-- may be innocent and what to ask for stand where there is a signal.
select
    signals.rule_id,
    rules.says_vi,
    rules.says_en,
    signals.unit_name,
    signals.is_signal,
    signals.cases_compared,
    signals.cases_showing,
    signals.share,
    signals.expected_share,
    signals.multiple,
    signals.p_corrected,
    signals.peers,
    signals.units_tested,
    case when signals.is_signal then rules.innocent_vi end as innocent_vi,
    case when signals.is_signal then rules.innocent_en end as innocent_en,
    case when signals.is_signal then rules.ask_vi end as ask_vi,
    case when signals.is_signal then rules.ask_en end as ask_en,
    signals.not_assessed,
    signals.p_value,
    signals.unit_code
from unit_signals as signals
left join rules on signals.rule_id = rules.rule_id
order by
    signals.not_assessed is not null,
    not signals.is_signal,
    signals.p_corrected,
    signals.p_value,
    signals.rule_id,
    signals.unit_code
