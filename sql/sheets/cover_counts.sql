-- One row: what the cover counts beyond the run's summary: undated cases, cases that need a slip, files, rows used.
select
    (select cast(coalesce(sum(completed_undated + pending_undated), 0) as bigint) from unit_lateness) as undated,
    (select cast(coalesce(sum(late_cases), 0) as bigint) from unit_apologies) as late_cases,
    (select count(distinct file_name) from extracts where outcome = 'read') as files_read,
    (select cast(coalesce(sum(rows_staged), 0) as bigint) from extracts) as rows_used
