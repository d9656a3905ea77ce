-- One row per case of which a rule speaks: the rules that it meets, and those that it does not.
select
    case_id,
    nullif(trim(string_agg(rules_met, ' ' order by rules_met)), '') as rules_met,
    nullif(trim(string_agg(rules_not_met, ' ' order by rules_not_met)), '') as rules_not_met
from rule_case_verdicts
group by case_id
having max(rules_met) <> '' or max(rules_not_met) <> ''
