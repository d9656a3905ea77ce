-- One row per case of which a rule speaks: the rules that it meets, and those that it does not.
select
    case_id,
    nullif(rules_met, '') as rules_met,
    nullif(rules_not_met, '') as rules_not_met
from rule_case_verdicts
where concat(rules_met, rules_not_met) <> ''
