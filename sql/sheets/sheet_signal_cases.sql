-- One row per case to pull at a unit with a signal: by signal and unit, then by when it ended.
select
    signals.rule_id,
    cases.unit_name,
    signals.case_id,
    cases.procedure_name,
    cases.received_at,
    cases.due_at_original,
    signals.finished_at,
    cases.returned_at
from signal_cases as signals
inner join cases on signals.case_id = cases.case_id
order by
    signals.rule_id,
    signals.unit_code,
    signals.finished_at,
    signals.case_id
