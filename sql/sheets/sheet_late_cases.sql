-- One row per case late or overdue by the date in force, or by the law; by unit name, the latest first.
select
    cases.unit_name,
    cases.case_id,
    cases.procedure_name,
    cases.received_at,
    cases.due_at_original,
    cases.due_in_force_at,
    cases.due_in_force_basis,
    deadlines.lawful_due_at,
    cases.finished_at,
    cases.returned_at,
    cases.outcome,
    cases.is_waiting,
    cases.days_late,
    deadlines.late_days_lawful,
    cases.apology_status,
    cases.procedure_code,
    cases.unit_code
from cases
left join case_deadlines as deadlines on cases.case_id = deadlines.case_id
where cases.outcome in ('late', 'pending_overdue') or deadlines.late_days_lawful > 0
order by
    cases.unit_code = 'UNRESOLVED' asc,
    strip_accents(translate(cases.unit_name, 'Đđ', 'Dd')) asc,
    cases.unit_code asc,
    cases.days_late desc,
    cases.case_id asc
