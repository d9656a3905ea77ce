-- One row per unit: which inputs were delivered for it. A rule whose input was not delivered is not assessable.
-- A list that says on its origin card whom it covers speaks for those units and all below them, else for all.
with recursive inside_cases as (
    -- Requests inside the records of a payload, or beside the cases in one workbook, speak for those cases only.
    select requests.extract_id, cases.extract_id as cases_extract_id
    from source_extracts as requests
    inner join source_extracts as cases on requests.sha256 = cases.sha256 and cases.kind = 'cases'
    where requests.kind = 'supplement_requests' and requests.outcome = 'read'
),

-- A list of slips that tells the dates from which they move is one more kind of input.
told as (
    select extract_id, kind from source_extracts where outcome = 'read'
    union all
    select extracts.extract_id, 'slip_due_dates' as kind
    from source_extracts as extracts
    inner join source_extract_fields as fields on extracts.extract_id = fields.extract_id
    where extracts.kind = 'apology_slips' and extracts.outcome = 'read' and fields.field = 'due_at_original'
),

covered as (
    select extracts.kind, units.unit_code
    from told as extracts
    inner join source_extract_covers as covers on extracts.extract_id = covers.extract_id
    inner join stg_units as units on covers.unit_code = units.unit_code
    union
    select covered.kind, units.unit_code
    from covered
    inner join stg_units as units on covered.unit_code = units.parent_code
),

for_all as (
    select distinct extracts.kind
    from told as extracts
    left join source_extract_covers as covers on extracts.extract_id = covers.extract_id
    where
        covers.extract_id is null
        and extracts.extract_id not in (select inside_cases.extract_id from inside_cases)
    union
    select 'published_procedures' as kind from ref_published_procedures
),

delivered as (
    select kind, unit_code from covered
    union
    select for_all.kind, units.unit_code
    from for_all
    cross join stg_units as units
    where units.unit_code <> 'UNRESOLVED'
),

-- What the history of cases and their copies in other systems need: codes, and extracts of more than one time or
-- system.
copies as (
    select
        units.unit_code,
        bool_or(systems.source_system = 'national_portal') as has_national_sync,
        bool_or(systems.source_system = 'paper_register') as has_register,
        bool_or(systems.source_system not in ('national_portal', 'paper_register')) as has_case_system,
        bool_or(systems.source_system = 'vertical') as has_vertical,
        bool_or(systems.keeps_record) as has_one_stop
    from stg_extract_units as units
    inner join stg_systems as systems on units.system_rank = systems.system_rank
    group by units.unit_code
),

followed as (
    select record_id from stg_case_pairs where is_one_system
    union
    select record_id from stg_case_absences where is_one_system
),

histories as (
    select distinct records.unit_code
    from stg_case_records as records
    inner join followed on records.record_id = followed.record_id
),

requests_inside as (
    select distinct cases.unit_code
    from stg_cases as cases
    inner join inside_cases on cases.extract_id = inside_cases.cases_extract_id
),

lists as (
    select
        unit_code,
        count(*) filter (where kind = 'apology_slips') > 0 as has_slip_list,
        count(*) filter (where kind = 'slip_due_dates') > 0 as has_slip_due_dates,
        count(*) filter (where kind = 'published_procedures') > 0 as has_published_list,
        count(*) filter (where kind = 'configured_procedures') > 0 as has_configured_list,
        count(*) filter (where kind = 'supplement_requests') > 0 as has_request_list,
        count(*) filter (where kind = 'petitions') > 0 as has_petition_list
    from delivered
    group by unit_code
),

totalled as (
    select distinct unit_code from stg_control_totals
),

registers as (
    select unit_code, bool_or(is_followed) as has_register_numbers
    from stg_register_years
    group by unit_code
),

limits as (
    select count(time_limit) > 0 as has_time_limits from stg_published_procedures
)

select
    units.unit_code,
    fields.unit_code is not null as has_cases,
    coalesce(fields.has_status, false) as has_status,
    coalesce(fields.has_case_code, false) as has_case_code,
    coalesce(fields.has_procedure_code, false) as has_procedure_code,
    coalesce(fields.has_level_and_channel, false) as has_level_and_channel,
    coalesce(fields.has_due_date, false) as has_due_date,
    coalesce(lists.has_slip_list, false) as has_slip_list,
    coalesce(lists.has_slip_due_dates, false) as has_slip_due_dates,
    coalesce(fields.has_new_due_date, false) as has_moved_dates,
    coalesce(lists.has_published_list, false) as has_published_list,
    coalesce(lists.has_configured_list, false) as has_configured_list,
    coalesce(fields.has_moves, false) or coalesce(lists.has_slip_list, false) as has_moves,
    coalesce(fields.has_new_due_date, false) or coalesce(lists.has_slip_list, false) as has_new_due_date,
    histories.unit_code is not null as has_successive_extracts,
    coalesce(copies.has_case_system, false) as has_case_system,
    coalesce(copies.has_national_sync, false) as has_national_sync,
    coalesce(copies.has_vertical, false) as has_vertical,
    coalesce(copies.has_one_stop, false) as has_one_stop,
    coalesce(copies.has_register, false) as has_register,
    coalesce(fields.has_finished_at, false) as has_finished_at,
    coalesce(fields.has_returned_at, false) as has_returned_at,
    coalesce(fields.has_finished_time, false) as has_finished_time,
    coalesce(fields.has_received_time, false) as has_received_time,
    coalesce(fields.has_channel, false) as has_channel,
    coalesce(fields.has_entered_at, false) as has_entered_at,
    coalesce(fields.has_transferred_at, false) or beside.has_step_log as has_transferred_at,
    coalesce(fields.has_submitted_at, false) as has_submitted_at,
    beside.has_step_log,
    beside.has_petition_due_dates,
    beside.has_petition_answers,
    beside.has_petitioner,
    coalesce(fields.has_papers, false) as has_papers,
    coalesce(fields.has_applicant, false) as has_applicant,
    coalesce(fields.has_contact, false) as has_contact,
    coalesce(lists.has_petition_list, false) as has_petition_list,
    coalesce(lists.has_request_list, false) or requests_inside.unit_code is not null as has_request_list,
    coalesce(lists.has_request_list, false) as has_whole_request_list,
    coalesce(fields.has_supplement_dates, false)
    or coalesce(lists.has_request_list, false)
    or requests_inside.unit_code is not null as has_supplement_dates,
    coalesce(lists.has_published_list, false) and limits.has_time_limits as has_time_limits,
    beside.has_form_06_report,
    units.case_code_prefix is not null as has_code_prefixes,
    coalesce(numbered.has_running_numbers, false) as has_running_numbers,
    coalesce(registers.has_register_numbers, false) as has_register_numbers,
    totalled.unit_code is not null as has_control_total,
    beside.has_form_06_period,
    beside.has_form_06_before
from stg_units as units
cross join limits
left join stg_numbered_units as numbered on units.unit_code = numbered.unit_code
left join totalled on units.unit_code = totalled.unit_code
left join registers on units.unit_code = registers.unit_code
inner join stg_unit_lists as beside on units.unit_code = beside.unit_code
left join stg_unit_fields as fields on units.unit_code = fields.unit_code
left join lists on units.unit_code = lists.unit_code
left join requests_inside on units.unit_code = requests_inside.unit_code
left join copies on units.unit_code = copies.unit_code
left join histories on units.unit_code = histories.unit_code
