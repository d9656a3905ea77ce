-- One row per rule, with whether it could be assessed anywhere.
select
    rules.rule_id,
    rules.kind,
    rules.says_vi,
    rules.says_en,
    rules.legal_basis,
    rules.certainty,
    rules.suite,
    rules.problem,
    rules.about,
    rules.innocent_vi,
    rules.innocent_en,
    rules.ask_vi,
    rules.ask_en,
    exists(select 1 from rule_inputs where rule_inputs.rule_id = rules.rule_id and rule_inputs.is_assessable)
        as is_assessable
from declared_rules as rules
