-- One row per identity and thing it holds for: two counts that come by different ways and should be the same.
with totals as (
    select
        coalesce(sum(case when outcome <> 'not_accepted' then 1 else 0 end), 0) as in_scope,
        coalesce(sum(case when outcome in ('early', 'on_time', 'late', 'undated') then 1 else 0 end), 0) as completed,
        coalesce(sum(case when outcome = 'late' then 1 else 0 end), 0) as completed_late,
        coalesce(sum(case when outcome like 'pending%' then 1 else 0 end), 0) as pending
    from cases
),

province as (
    select
        coalesce(sum(carried_over + received), 0) as in_scope,
        coalesce(sum(completed), 0) as completed,
        coalesce(sum(completed_late), 0) as completed_late,
        coalesce(sum(pending), 0) as pending
    from unit_lateness
),

months as (
    select
        unit_code,
        sum(received) as received,
        sum(completed) as completed
    from unit_month_lateness
    group by unit_code
),

chained as (
    select
        unit_code,
        month_start,
        carried_over,
        lag(pending) over (partition by unit_code order by month_start) as pending_before
    from unit_month_lateness
),

by_unit as (
    select rule_id, sum(applicable) as applicable, sum(findings) as findings from rule_results group by rule_id
),

listed as (
    select rule_id, count(*) as findings from findings group by rule_id
),

problems as (
    select problem, count(*) as problems from unregistered_procedures group by problem
),

kept as (
    select extract_id, count(*) as rows_kept from stg_cases group by extract_id
),

-- A case may be missing from the cases only where its own dates show that it lies outside of the window.
missing as (
    select
        count(*) as records,
        count(cases.case_id) as in_cases,
        count(
            case
                when
                    cases.case_id is null
                    and (
                        coalesce(
                            records.received_date,
                            cast(
                                least(
                                    records.submitted_at, records.due_at_original, records.finished_at,
                                    records.returned_at
                                ) as date
                            )
                        ) > parameters.window_to
                        or cast(coalesce(records.finished_at, records.returned_at) as date) < parameters.window_from
                    )
                    then 1
            end
        ) as out_of_scope
    from stg_case_records as records
    cross join stg_parameters as parameters
    left join cases on records.case_id = cases.case_id
    where records.record_id = records.described_by
)

select
    'unit_balance' as identity, unit_code as thing, carried_over + received as left_count,
    completed + pending + withdrawn + stopped as right_count,
    carried_over + received - completed - pending - withdrawn - stopped as difference
from unit_lateness
union all
select
    'completed_parts', unit_code, completed, completed_early + completed_on_time + completed_late + completed_undated,
    completed - completed_early - completed_on_time - completed_late - completed_undated
from unit_lateness
union all
select
    'pending_parts', unit_code, pending, pending_in_time + pending_overdue + pending_undated,
    pending - pending_in_time - pending_overdue - pending_undated
from unit_lateness
union all
select
    'months_received', units.unit_code, units.received, months.received, units.received - coalesce(months.received, 0)
from unit_lateness as units
left join months on units.unit_code = months.unit_code
union all
select
    'months_completed', units.unit_code, units.completed, months.completed,
    units.completed - coalesce(months.completed, 0)
from unit_lateness as units
left join months on units.unit_code = months.unit_code
union all
select
    'month_balance', concat_ws(' ', unit_code, month_start), carried_over + received,
    completed + pending + withdrawn + stopped, carried_over + received - completed - pending - withdrawn - stopped
from unit_month_lateness
union all
select
    'month_chain', concat_ws(' ', unit_code, month_start), carried_over, pending_before, carried_over - pending_before
from chained
where pending_before is not null
union all
select 'province_sum', 'in_scope', province.in_scope, totals.in_scope, province.in_scope - totals.in_scope
from province
cross join totals
union all
select 'province_sum', 'completed', province.completed, totals.completed, province.completed - totals.completed
from province
cross join totals
union all
select
    'province_sum', 'completed_late', province.completed_late, totals.completed_late,
    province.completed_late - totals.completed_late
from province
cross join totals
union all
select 'province_sum', 'pending', province.pending, totals.pending, province.pending - totals.pending
from province
cross join totals
union all
select 'rows_landed', extract_id, rows_read, rows_landed, rows_read - rows_landed
from extracts
union all
select 'rows_staged', extract_id, rows_landed, rows_staged + rows_rejected, rows_landed - rows_staged - rows_rejected
from extracts
union all
select
    'case_rows_kept', extracts.extract_id, extracts.rows_landed, kept.rows_kept,
    extracts.rows_landed - coalesce(kept.rows_kept, 0)
from extracts
left join kept on extracts.extract_id = kept.extract_id
where extracts.kind = 'cases'
union all
select
    'findings_counted', counted.rule_id, counted.unexpected, listed.findings,
    counted.unexpected - coalesce(listed.findings, 0)
from check_counts as counted
left join listed on counted.rule_id = listed.rule_id
union all
select
    'findings_by_unit', counted.rule_id, counted.unexpected, by_unit.findings,
    counted.unexpected - coalesce(by_unit.findings, 0)
from check_counts as counted
left join by_unit on counted.rule_id = by_unit.rule_id
union all
select
    'applicable_counted', counted.rule_id, counted.judged, by_unit.applicable,
    counted.judged - coalesce(by_unit.applicable, 0)
from check_counts as counted
left join by_unit on counted.rule_id = by_unit.rule_id
union all
select
    'procedure_problems', rules.rule_id, listed.findings, problems.problems,
    coalesce(listed.findings, 0) - coalesce(problems.problems, 0)
from rules
left join listed on rules.rule_id = listed.rule_id
left join problems on rules.problem = problems.problem
where rules.problem is not null
union all
select 'apology_list', 'B5', listed.findings, slips.listed, coalesce(listed.findings, 0) - slips.listed
from (select count(*) as listed from missing_apologies where apology_status <> 'repeated') as slips
left join listed on listed.rule_id = 'B5'
union all
select
    'cases_scoped',
    'all',
    records,
    in_cases + out_of_scope,
    records - in_cases - out_of_scope
from missing
