-- One row per case of the window and pair of systems of which at least one knows it. `both`: both hold it; `only_a`,
-- `only_b`: the other's extracts hold cases of that unit, day and kind (as for vanished cases), but not this one.
-- Where both hold it, is_same says whether no field differs that both extracts carry (case_reconciliation_fields), and
-- lateness what it means that at least one of them calls it late or overdue, each by the date that it promised itself.
-- System a, of the lower rank, keeps the record; b is its mirror:
--   hidden_by_sync  late or overdue in the record, not in the mirror
--   late_in_truth   finished late by both
--   lawful_restart  finished after the promise by both, but the limit lawfully began again: not late
--   waiting         the record waits lawfully: statuses 5, 6, 8, or papers asked for by the due date and not yet come
--   still_open      the record is open, overdue or in time
--   late_handover   the record is on time; the mirror knows only the later day on which the result was handed over
--   late_sync       the record is on time; the mirror has the same due date but no end, or a later one
--   wrong_sync      the record is not late; the mirror's due date, or more, is another
with records as (
    select
        records.* exclude (counts_as, due_at_original),
        outcomes.due_at_original,
        case
            when outcomes.days_late_first_promise > 0 and outcomes.counts_as = 'completed' then 'late'
            when outcomes.days_late_first_promise > 0 and outcomes.counts_as = 'pending' then 'pending_overdue'
            else outcomes.outcome
        end as outcome,
        outcomes.outcome in ('late', 'pending_overdue') as is_late_in_force,
        outcomes.counts_as,
        outcomes.ended_at,
        outcomes.is_in_scope,
        coalesce(outcomes.days_late_first_promise > 0, false) as is_late
    from stg_case_records as records
    inner join case_outcomes as outcomes on records.record_id = outcomes.record_id
),

asked as (
    select case_key, min(requested_at) as requested_at, max(case when supplemented_at is null then 1 else 0 end) as open
    from stg_supplement_requests
    where case_key is not null and requested_at is not null
    group by case_key
),

differing as (
    select first_row, second_row, count(*) as differences from stg_case_differences group by first_row, second_row
),

compared as (
    select
        a.case_id,
        coalesce(describing.unit_code, a.unit_code) as unit_code,
        a.source_system as system_a,
        b.source_system as system_b,
        coalesce(differing.differences, 0) as differences,
        a.outcome as outcome_a,
        b.outcome as outcome_b,
        a.is_late as is_late_a,
        a.is_late_in_force as is_late_in_force_a,
        b.is_late as is_late_b,
        a.counts_as as counts_as_a,
        coalesce(a.counts_as = 'stopped' or (a.counts_as = 'pending' and a.stage = 'waiting'), false)
        or coalesce(
            a.counts_as = 'pending'
            and (
                (
                    cast(a.supplement_requested_at as date) <= cast(a.due_at_original as date)
                    and a.supplement_completed_at is null
                )
                or (cast(asked.requested_at as date) <= cast(a.due_at_original as date) and asked.open = 1)
            ),
            false
        ) as is_waiting_a,
        coalesce(cast(a.due_at_original as date) = cast(b.due_at_original as date), false) as is_same_due,
        coalesce(b.finished_at is null and cast(b.returned_at as date) = cast(a.returned_at as date), false)
            as is_handover,
        coalesce(b.ended_at is null or b.ended_at > a.ended_at, false) as is_ended_later,
        a.extract_id as extract_a,
        b.extract_id as extract_b
    from stg_case_pairs as pairs
    inner join records as a on pairs.first_row = a.record_id
    inner join records as b on pairs.second_row = b.record_id
    left join differing on pairs.first_row = differing.first_row and pairs.second_row = differing.second_row
    left join asked on a.case_key = asked.case_key
    left join stg_case_records as describing on pairs.described_by = describing.record_id
    where not pairs.is_one_system and (a.is_in_scope or b.is_in_scope)
),

alone as (
    select
        records.case_id,
        records.unit_code,
        records.source_system,
        records.outcome,
        records.extract_id,
        other.source_system as other_system,
        records.system_rank < absences.system_rank as is_a
    from stg_case_absences as absences
    inner join records on absences.record_id = records.record_id
    inner join stg_systems as other on absences.system_rank = other.system_rank
    where not absences.is_one_system and records.is_in_scope
),

reconciled as (
    select
        case_id,
        unit_code,
        system_a,
        system_b,
        'both' as presence,
        differences = 0 as is_same,
        differences,
        outcome_a,
        outcome_b,
        case
            when is_late_a and is_late_in_force_a and not is_late_b then 'hidden_by_sync'
            when is_late_a and not is_late_in_force_a and outcome_a = 'late' then 'lawful_restart'
            when is_late_a and not is_late_b then 'waiting'
            when not is_late_b then null
            when outcome_a = 'late' then 'late_in_truth'
            when is_waiting_a then 'waiting'
            when counts_as_a = 'pending' then 'still_open'
            when is_same_due and is_handover then 'late_handover'
            when is_same_due and is_ended_later then 'late_sync'
            else 'wrong_sync'
        end as lateness,
        extract_a,
        extract_b
    from compared
    union all
    select
        case_id,
        unit_code,
        case when is_a then source_system else other_system end,
        case when is_a then other_system else source_system end,
        case when is_a then 'only_a' else 'only_b' end,
        cast(null as boolean),
        cast(null as bigint),
        case when is_a then outcome end,
        case when not is_a then outcome end,
        cast(null as varchar(20)),
        case when is_a then extract_id end,
        case when not is_a then extract_id end
    from alone
)

select
    reconciled.case_id,
    reconciled.unit_code,
    units.unit_name,
    reconciled.system_a,
    reconciled.system_b,
    reconciled.presence,
    reconciled.is_same,
    reconciled.differences,
    reconciled.outcome_a,
    reconciled.outcome_b,
    reconciled.lateness,
    reconciled.extract_a,
    reconciled.extract_b
from reconciled
left join stg_units as units on reconciled.unit_code = units.unit_code
