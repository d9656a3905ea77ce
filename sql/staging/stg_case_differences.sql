-- One row per pair of stg_case_pairs and field that both extracts carry and that differs, with both values as text. The
-- same are: two moments of one minute, a day and a moment of that day, two wordings of one status, two spellings of one
-- unit or code. Names and sectors are not compared, for they only describe the procedure.
with paired as (
    select cases.*
    from stg_cases as cases
    where
        cases.row_id in (
            select first_row from stg_case_pairs
            union all
            select second_row from stg_case_pairs
        )
),

told as (
    select
        pairs.first_row,
        pairs.second_row,
        case when ours.has_unit and theirs.has_unit then codes_differ(
            nullif(a.unit_code, 'UNRESOLVED'), a.unit_as_written, nullif(b.unit_code, 'UNRESOLVED'), b.unit_as_written
        ) else false end as unit,
        case
            when
                ours.has_procedure_code and theirs.has_procedure_code
                then codes_differ(a.procedure_code, a.procedure_code, b.procedure_code, b.procedure_code)
            else false
        end as procedure_code,
        case when ours.has_channel and theirs.has_channel then codes_differ(
            a.channel, coalesce(a.channel_as_written, a.channel), b.channel, coalesce(b.channel_as_written, b.channel)
        ) else false end as channel,
        case
            when
                ours.has_service_level and theirs.has_service_level
                then codes_differ(a.service_level, a.service_level::varchar, b.service_level, b.service_level::varchar)
            else false
        end as service_level,
        case
            when
                ours.has_due_moves and theirs.has_due_moves
                then codes_differ(a.due_moves, a.due_moves::varchar, b.due_moves, b.due_moves::varchar)
            else false
        end as due_moves,
        case
            when
                ours.has_status and theirs.has_status
                then codes_differ(a.status_code, a.status_as_written, b.status_code, b.status_as_written)
            else false
        end as status,
        ours.has_submitted_at
        and theirs.has_submitted_at
        and moments_differ(
            a.submitted_at, a.submitted_at_as_written,
            b.submitted_at, b.submitted_at_as_written
        ) as submitted_at,
        ours.has_received_at
        and theirs.has_received_at
        and moments_differ(
            a.received_at, a.received_at_as_written,
            b.received_at, b.received_at_as_written
        ) as received_at,
        ours.has_due_at_original
        and theirs.has_due_at_original
        and moments_differ(
            a.due_at_original, a.due_at_original_as_written,
            b.due_at_original, b.due_at_original_as_written
        ) as due_at_original,
        -- A new due date that equals the original is none.
        ours.has_due_at
        and theirs.has_due_at
        and moments_differ(
            nullif(a.due_at, a.due_at_original), a.due_at_as_written,
            nullif(b.due_at, b.due_at_original), b.due_at_as_written
        ) as due_at,
        ours.has_supplement_requested_at
        and theirs.has_supplement_requested_at
        and moments_differ(
            a.supplement_requested_at, a.supplement_requested_at_as_written,
            b.supplement_requested_at, b.supplement_requested_at_as_written
        ) as supplement_requested_at,
        ours.has_supplement_completed_at
        and theirs.has_supplement_completed_at
        and moments_differ(
            a.supplement_completed_at, a.supplement_completed_at_as_written,
            b.supplement_completed_at, b.supplement_completed_at_as_written
        ) as supplement_completed_at,
        -- The end of a withdrawn or stopped case stands in a column of its own in some extracts, in none in others.
        ours.has_finished_at
        and theirs.has_finished_at
        and (
            ours.has_cancelled_at = theirs.has_cancelled_at
            or not coalesce(a.counts_as in ('withdrawn', 'stopped') or b.counts_as in ('withdrawn', 'stopped'), false)
        )
        and moments_differ(
            a.finished_at, a.finished_at_as_written,
            b.finished_at, b.finished_at_as_written
        ) as finished_at,
        ours.has_returned_at
        and theirs.has_returned_at
        and moments_differ(
            a.returned_at, a.returned_at_as_written,
            b.returned_at, b.returned_at_as_written
        ) as returned_at
    from stg_case_pairs as pairs
    inner join paired as a on pairs.first_row = a.row_id
    inner join paired as b on pairs.second_row = b.row_id
    inner join stg_case_extracts as ours on pairs.first_extract = ours.extract_number
    inner join stg_case_extracts as theirs on pairs.second_extract = theirs.extract_number
),

listed as (
    select
        first_row,
        second_row,
        unnest(
            [
                case when unit then 'unit' end,
                case when procedure_code then 'procedure_code' end,
                case when channel then 'channel' end,
                case when service_level then 'service_level' end,
                case when due_moves then 'due_moves' end,
                case when status then 'status' end,
                case when submitted_at then 'submitted_at' end,
                case when received_at then 'received_at' end,
                case when due_at_original then 'due_at_original' end,
                case when due_at then 'due_at' end,
                case when supplement_requested_at then 'supplement_requested_at' end,
                case when supplement_completed_at then 'supplement_completed_at' end,
                case when finished_at then 'finished_at' end,
                case when returned_at then 'returned_at' end
            ]
        ) as field
    from told
)

select
    listed.first_row,
    listed.second_row,
    listed.field,
    -- A wording that nobody has mapped, or a unit that nobody could tell, may mean the same as before.
    case listed.field
        when 'unit' then a.unit_code <> 'UNRESOLVED' and b.unit_code <> 'UNRESOLVED'
        when 'status' then a.status_code is not null and b.status_code is not null
        else true
    end as is_certain,
    a.status_code as first_status_code,
    b.status_code as second_status_code,
    case listed.field
        when 'unit' then coalesce(nullif(a.unit_code, 'UNRESOLVED'), a.unit_as_written)
        when 'procedure_code' then a.procedure_code
        when 'channel' then coalesce(a.channel, masked(a.channel_as_written))
        when 'service_level' then a.service_level::varchar
        when 'due_moves' then a.due_moves::varchar
        when 'status' then a.status_as_written
        when 'submitted_at' then moment_text(a.submitted_at, a.submitted_at_as_written)
        when 'received_at' then moment_text(a.received_at, a.received_at_as_written)
        when 'due_at_original' then moment_text(a.due_at_original, a.due_at_original_as_written)
        when 'due_at' then moment_text(nullif(a.due_at, a.due_at_original), a.due_at_as_written)
        when 'supplement_requested_at' then moment_text(a.supplement_requested_at, a.supplement_requested_at_as_written)
        when 'supplement_completed_at' then moment_text(a.supplement_completed_at, a.supplement_completed_at_as_written)
        when 'finished_at' then moment_text(a.finished_at, a.finished_at_as_written)
        when 'returned_at' then moment_text(a.returned_at, a.returned_at_as_written)
    end as first_value,
    case listed.field
        when 'unit' then coalesce(nullif(b.unit_code, 'UNRESOLVED'), b.unit_as_written)
        when 'procedure_code' then b.procedure_code
        when 'channel' then coalesce(b.channel, masked(b.channel_as_written))
        when 'service_level' then b.service_level::varchar
        when 'due_moves' then b.due_moves::varchar
        when 'status' then b.status_as_written
        when 'submitted_at' then moment_text(b.submitted_at, b.submitted_at_as_written)
        when 'received_at' then moment_text(b.received_at, b.received_at_as_written)
        when 'due_at_original' then moment_text(b.due_at_original, b.due_at_original_as_written)
        when 'due_at' then moment_text(nullif(b.due_at, b.due_at_original), b.due_at_as_written)
        when 'supplement_requested_at' then moment_text(b.supplement_requested_at, b.supplement_requested_at_as_written)
        when 'supplement_completed_at' then moment_text(b.supplement_completed_at, b.supplement_completed_at_as_written)
        when 'finished_at' then moment_text(b.finished_at, b.finished_at_as_written)
        when 'returned_at' then moment_text(b.returned_at, b.returned_at_as_written)
    end as second_value
from listed
inner join paired as a on listed.first_row = a.row_id
inner join paired as b on listed.second_row = b.row_id
where listed.field is not null
