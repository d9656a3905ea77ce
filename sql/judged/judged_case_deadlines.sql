-- One row per accepted case, with what the rules B2 and B2E look at; the steps stand only where a finding tells them.
select
    case_id,
    unit_code,
    procedure_code,
    promised_at,
    lawful_due_first_at,
    latest_due_date,
    padding_days,
    squeeze_days,
    case when padding_days > 0 or squeeze_days > 0 then steps end as steps
from case_deadlines
