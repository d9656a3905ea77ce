-- One row per kind of input that some unit lacks: how many units of how many, their names, the rules that need it.
with lacking as (
    select
        results.missing_input,
        results.rule_id,
        results.unit_code,
        results.unit_name,
        rules.says_vi,
        rules.says_en
    from rule_results as results
    inner join rules on results.rule_id = rules.rule_id
    where not results.is_assessable and results.unit_code <> 'UNRESOLVED'
),

units as (
    select
        missing_input,
        count(*) as units_lacking,
        list(unit_name order by strip_accents(translate(unit_name, 'Đđ', 'Dd')), unit_code) as unit_names
    from (select distinct missing_input, unit_code, unit_name from lacking) as named
    group by missing_input
),

needing as (
    select
        missing_input,
        list(rule_id || ': ' || says_vi order by rule_id) as rules_vi,
        list(rule_id || ': ' || says_en order by rule_id) as rules_en
    from (select distinct missing_input, rule_id, says_vi, says_en from lacking) as named
    group by missing_input
)

select
    units.missing_input,
    units.units_lacking,
    (select count(distinct known.unit_code) from rule_results as known where known.unit_code <> 'UNRESOLVED') as units,
    units.unit_names,
    needing.rules_vi,
    needing.rules_en
from units
inner join needing on units.missing_input is not distinct from needing.missing_input
order by needing.rules_vi[1], units.missing_input
