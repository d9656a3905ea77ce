-- One row per case to look at, at a unit with a signal: by signal and unit, then by when it ended.
select
    signals.rule_id,
    cases.unit_name,
    signals.case_id,
    rules.says_vi,
    rules.says_en,
    cases.procedure_name,
    cases.received_at,
    cases.due_at_original,
    signals.finished_at,
    cases.returned_at,
    rules.ask_vi,
    rules.ask_en,
    signals.unit_code
from signal_cases as signals
inner join cases on signals.case_id = cases.case_id
left join rules on signals.rule_id = rules.rule_id
order by
    signals.rule_id,
    signals.unit_code,
    signals.finished_at,
    signals.case_id
