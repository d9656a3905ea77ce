-- One row per case and system of which an extract knew the case and a later one, which should hold it, does not (rule
-- D11). A later extract should hold a case where it has cases of the same unit received on or before and on or after
-- that case's day, of its sector or procedure, closed ones, and for an open case open ones too, and holds at least half
-- of the cases that earlier extracts knew of the unit in that time: an extract of other cases, of open ones or of one
-- sector has lost nothing. A case that a still later extract holds again has not vanished.
select
    records.case_id,
    records.unit_code,
    units.unit_name,
    records.procedure_code,
    records.source_system,
    records.received_at,
    records.due_at_original,
    records.finished_at,
    records.returned_at,
    records.status_as_written,
    outcomes.outcome,
    known.extract_id as last_extract,
    missing.extract_id as missing_from_extract,
    known.file_name as last_file,
    missing.file_name as missing_from_file
from stg_case_absences as absences
inner join stg_case_records as records on absences.record_id = records.record_id
inner join case_outcomes as outcomes on records.record_id = outcomes.record_id
inner join stg_case_extracts as known on records.extract_number = known.extract_number
inner join stg_case_extracts as missing on absences.extract_number = missing.extract_number
left join stg_units as units on records.unit_code = units.unit_code
where absences.is_one_system
