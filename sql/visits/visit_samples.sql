-- One row per unit, list and file to pull. Three lists that are never mixed: directed (the gravest findings; they say
-- nothing of the rest), drawn (at random over all cases of the unit in scope) and reverse (at random over the entries
-- of its paper register). Numbers of a random list are decided by the seed and the case alone, so the first n of a
-- longer list are the shorter one. A random list says nothing of findings: whoever opens the file should not know.
with parameters as (
    select *, cast(lot_seed as bigint) as seed from stg_parameters
),

shuffled as (
    select
        cases.unit_code,
        'drawn' as sample_list,
        cases.case_id,
        null as register_year,
        null as register_number,
        lot_number(concat('drawn|', parameters.seed, '|', cases.case_id)) as lot_number
    from cases
    cross join parameters
    where cases.outcome <> 'not_accepted' and cases.unit_code <> 'UNRESOLVED'
    union all
    select
        entries.unit_code,
        'reverse',
        entries.case_id,
        entries.register_year,
        entries.register_number,
        lot_number(concat('reverse|', parameters.seed, '|', entries.case_id))
    from visit_register_entries as entries
    cross join parameters
),

numbered as (
    select *, row_number() over (partition by unit_code, sample_list order by lot_number, case_id) as list_number
    from shuffled
),

pulled as (
    select
        numbered.unit_code,
        numbered.sample_list,
        numbered.list_number,
        numbered.case_id,
        numbered.register_year,
        numbered.register_number,
        numbered.lot_number,
        null as findings,
        null as rule_ids
    from numbered
    inner join sample_sizes as sizes
        on numbered.unit_code = sizes.unit_code and numbered.sample_list = sizes.sample_list
    where numbered.list_number <= sizes.sample_size
    union all
    select
        directed.unit_code,
        'directed',
        directed.list_number,
        directed.case_id,
        null,
        null,
        null,
        directed.findings,
        directed.rule_ids
    from directed_files as directed
    cross join parameters
    where directed.list_number <= parameters.directed_files
)

select
    pulled.unit_code,
    units.unit_name,
    exists(
        select 1 from visit_choices as choices where choices.unit_code = pulled.unit_code and choices.is_visited
    ) as is_visited,
    pulled.sample_list,
    pulled.list_number,
    pulled.case_id,
    coalesce(cases.procedure_code, entries.procedure_code) as procedure_code,
    cases.procedure_name,
    case when pulled.sample_list = 'reverse' then entries.received_at else cases.received_at end as received_at,
    case when pulled.sample_list <> 'reverse' then cases.due_at_original end as due_at_original,
    case when pulled.sample_list <> 'reverse' then cases.finished_at end as finished_at,
    case when pulled.sample_list <> 'reverse' then cases.returned_at end as returned_at,
    pulled.register_year,
    pulled.register_number,
    pulled.findings,
    pulled.rule_ids,
    pulled.lot_number
from pulled
left join stg_units as units on pulled.unit_code = units.unit_code
left join cases on pulled.case_id = cases.case_id and pulled.unit_code = cases.unit_code
left join visit_register_entries as entries
    on
        pulled.sample_list = 'reverse'
        and pulled.unit_code = entries.unit_code
        and pulled.case_id = entries.case_id
