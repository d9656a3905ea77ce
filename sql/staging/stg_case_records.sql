-- One row per case and system that knows it: the latest extract's record of it. Where described_by = record_id, that
-- record describes the case; the records of other systems stand beside it for comparison.
with repeated as (
    select
        repeats.row_id,
        repeats.described_by,
        repeats.rows_with_code,
        repeats.receiving_unit_code,
        case
            when repeats.case_number = 1 then describing.case_code
            else concat(describing.case_code, '#', repeats.case_number)
        end as case_id
    from stg_case_repeats as repeats
    inner join stg_cases as describing on repeats.described_by = describing.row_id
    where repeats.row_id = repeats.current_row
),

known as (
    select
        cases.row_id as record_id,
        coalesce(repeated.described_by, cases.row_id) as described_by,
        coalesce(
            repeated.case_id,
            cases.case_code,
            concat_ws(':', cases.extract_id, nullif(cases.sheet, ''), cases.row_number)
        ) as case_id,
        coalesce(repeated.rows_with_code, 1) as rows_with_code,
        cases.* exclude (row_id) replace (coalesce(repeated.receiving_unit_code, cases.unit_code) as unit_code)
    from stg_cases as cases
    left join repeated on cases.row_id = repeated.row_id
    where repeated.row_id is not null or cases.row_id not in (select repeats.row_id from stg_case_repeats as repeats)
),

-- A field that the latest extract does not carry at all keeps the latest value that was delivered.
lacking as (
    select latest.extract_number, earlier.extract_number as earlier_number
    from stg_case_extracts as latest
    inner join stg_case_extracts as earlier
        on latest.system_rank = earlier.system_rank and latest.extract_number > earlier.extract_number
    where not list_has_all(latest.fields, earlier.fields)
),

delivered as (
    select
        repeats.current_row,
        repeats.place,
        earlier.* exclude (row_id),
        extracts.* exclude (extract_id, source_system, sender_unit_code, taken_at, as_of, as_of_basis, moment_number)
    from stg_case_repeats as repeats
    inner join stg_case_repeats as latest on repeats.current_row = latest.row_id
    inner join lacking
        on latest.extract_number = lacking.extract_number and repeats.extract_number = lacking.earlier_number
    inner join stg_cases as earlier on repeats.row_id = earlier.row_id
    inner join stg_case_extracts as extracts on repeats.extract_number = extracts.extract_number
),

kept as (
    select
        current_row,
        arg_max_null(unit_code, place) filter (where has_unit) as unit_code,
        arg_max_null(unit_as_written, place) filter (where has_unit) as unit_as_written,
        arg_max_null(sector, place) filter (where sector is not null) as sector,
        arg_max_null(procedure_code, place) filter (where has_procedure_code) as procedure_code,
        arg_max_null(procedure_name, place) filter (where has_procedure_name) as procedure_name,
        arg_max_null(service_level, place) filter (where has_service_level) as service_level,
        arg_max_null(channel, place) filter (where has_channel) as channel,
        arg_max_null(submitted_at, place) filter (where has_submitted_at) as submitted_at,
        arg_max_null(received_at, place) filter (where has_received_at) as received_at,
        arg_max_null(due_at_original, place) filter (where has_due_at_original) as due_at_original,
        arg_max_null(due_moves, place) filter (where has_due_moves) as due_moves,
        arg_max_null(supplement_requested_at, place) filter (where has_supplement_requested_at)
            as supplement_requested_at,
        arg_max_null(supplement_completed_at, place) filter (where has_supplement_completed_at)
            as supplement_completed_at,
        arg_max_null(returned_at, place) filter (where has_returned_at) as returned_at,
        arg_max_null(case when due_at <> due_at_original then due_at end, place) filter (where has_due_at)
            as new_due_at,
        arg_max_null(finished_at, place) filter (where has_finished_at or has_cancelled_at) as finished_at,
        arg_max_null(status_code, place) filter (where has_status) as status_code,
        arg_max_null(status_as_written, place) filter (where has_status) as status_as_written
    from delivered
    group by current_row
),

records as (
    select known.*
    from known
    where known.record_id not in (select kept.current_row from kept)
    union all
    select
        known.* replace (
            case when has_unit or kept.unit_code is null then known.unit_code else kept.unit_code end as unit_code,
            case when has_unit then known.unit_as_written else kept.unit_as_written end as unit_as_written,
            coalesce(known.sector, kept.sector) as sector,
            case when has_procedure_code then known.procedure_code else kept.procedure_code end as procedure_code,
            case when has_procedure_name then known.procedure_name else kept.procedure_name end as procedure_name,
            case when has_service_level then known.service_level else kept.service_level end as service_level,
            case when has_channel then known.channel else kept.channel end as channel,
            case when has_submitted_at then known.submitted_at else kept.submitted_at end as submitted_at,
            case when has_received_at then known.received_at else kept.received_at end as received_at,
            case when has_due_at_original then known.due_at_original else kept.due_at_original end as due_at_original,
            case when has_due_moves then known.due_moves else kept.due_moves end as due_moves,
            case
                when has_supplement_requested_at then known.supplement_requested_at else kept.supplement_requested_at
            end as supplement_requested_at,
            case
                when has_supplement_completed_at then known.supplement_completed_at else kept.supplement_completed_at
            end as supplement_completed_at,
            case when has_returned_at then known.returned_at else kept.returned_at end as returned_at,
            case
                when has_due_at then coalesce(known.due_at, kept.due_at_original)
                else coalesce(kept.new_due_at, known.due_at_original, kept.due_at_original)
            end as due_at,
            case when has_finished_at or has_cancelled_at then known.finished_at else kept.finished_at end
                as finished_at,
            case when has_status then known.status_code else kept.status_code end as status_code,
            case when has_status then known.status_as_written else kept.status_as_written end as status_as_written
        )
    from known
    inner join kept on known.record_id = kept.current_row
    inner join stg_case_extracts as extracts on known.extract_id = extracts.extract_id
)

select
    records.record_id,
    records.described_by,
    records.case_id,
    records.case_code,
    records.case_key,
    records.rows_with_code,
    records.source_system,
    extracts.system_rank,
    records.extract_id,
    extracts.extract_number,
    records.sheet,
    records.row_number,
    records.unit_code,
    records.unit_as_written,
    records.procedure_code,
    records.procedure_name,
    records.sector,
    records.service_level,
    records.channel,
    records.submitted_at,
    records.received_at,
    -- The day of receipt; without one, or with one after the extract was taken, the day in the code.
    coalesce(
        case when records.received_at > records.taken_at then null else records.received_at::date end,
        case
            when regexp_full_match(records.case_code, '[0-9A-Z.]+-\d{6}-\d{4,5}')
                then try_strptime(split_part(records.case_code, '-', 2), '%y%m%d')::date
        end
    ) as received_date,
    records.due_at_original,
    records.due_at,
    records.due_moves,
    records.supplement_requested_at,
    records.supplement_completed_at,
    records.finished_at,
    records.returned_at,
    records.entered_at,
    records.transferred_at,
    records.has_papers,
    records.applicant_key,
    records.contact_key,
    records.taken_at,
    records.status_code,
    records.status_as_written,
    stages.stage,
    stages.counts_as,
    stages.awaits,
    coalesce(stages.is_closed, false) as is_status_closed
from records
inner join stg_case_extracts as extracts on records.extract_id = extracts.extract_id
left join stg_stages as stages on records.status_code = stages.status_code
