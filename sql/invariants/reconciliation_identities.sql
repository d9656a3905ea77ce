-- One row per identity, unit and pair of systems: two counts that come by different ways and should be the same.
with fields as (
    select unit_code, system_a, system_b, count(*) as cases
    from (
        select distinct case_id, unit_code, system_a, system_b from case_reconciliation_fields
    ) as differing
    group by unit_code, system_a, system_b
)

select
    'either_late' as identity,
    concat_ws(' ', unit_code, system_a, system_b) as thing,
    either_late as left_count,
    late_in_truth + late_by_restart + late_by_late_sync + late_by_wrong_sync + late_by_handover + late_while_waiting
    + late_still_open + hidden_by_sync as right_count,
    either_late - late_in_truth - late_by_restart - late_by_late_sync - late_by_wrong_sync - late_by_handover
    - late_while_waiting - late_still_open - hidden_by_sync as difference
from unit_reconciliation
union all
select
    'cases_in_both',
    concat_ws(' ', unit_code, system_a, system_b),
    cases_in_both,
    cases_same + cases_different,
    cases_in_both - cases_same - cases_different
from unit_reconciliation
union all
select
    'cases_different',
    concat_ws(' ', units.unit_code, units.system_a, units.system_b),
    units.cases_different,
    coalesce(fields.cases, 0),
    units.cases_different - coalesce(fields.cases, 0)
from unit_reconciliation as units
left join fields
    on
        units.unit_code = fields.unit_code
        and units.system_a = fields.system_a
        and units.system_b = fields.system_b
