-- One row per accepted case whose procedure was, on the day of receipt, not published, not in force, or not for its
-- unit; with the published version that says so (empty where no list has the procedure).
select
    cases.case_id,
    cases.unit_code,
    cases.unit_name,
    cases.unit_level,
    cases.procedure_code,
    cases.procedure_name,
    cases.received_at,
    cases.counted_received_date,
    cases.outcome,
    problems.problem,
    problems.decision,
    problems.authority,
    problems.valid_from,
    problems.valid_to
from cases
inner join case_procedures as problems
    on
        cases.unit_code = problems.unit_code
        and cases.procedure_code = problems.procedure_code
        and cases.counted_received_date = problems.counted_received_date
where cases.outcome <> 'not_accepted' and problems.problem is not null
