-- One row: the lawful due date of the case of the variable case_id, and how it was counted.
select
    limit_standing,
    lawful_due_at,
    promised_at,
    promise_difference_days,
    late_days_lawful,
    late_days_promised,
    late_days_moved,
    steps
from case_deadlines
where case_id = getvariable('case_id')
