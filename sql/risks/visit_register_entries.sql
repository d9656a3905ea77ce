-- One row per case of the window that a unit's paper register knows: from these the reverse test is drawn.
select
    records.unit_code,
    records.case_id,
    records.received_at,
    records.procedure_code,
    min(entries.register_year) as register_year,
    min(entries.register_number) as register_number
from stg_case_records as records
cross join stg_parameters as parameters
left join stg_register_entries as entries
    on
        records.unit_code = entries.unit_code
        and records.case_key = entries.case_key
where
    records.source_system = 'paper_register'
    and records.unit_code <> 'UNRESOLVED'
    and cast(records.received_at as date) between parameters.window_from and parameters.window_to
group by records.unit_code, records.case_id, records.received_at, records.procedure_code
