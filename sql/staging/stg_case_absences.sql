-- One row per record of a case and system that should hold the case and does not: the first later extract of the same
-- system, or one of a system that has no record of the case at all. An extract should hold a case where it has cases
-- of its unit received on or before and on or after its day of receipt, of its sector or procedure, and closed ones
-- (an extract of open cases has not lost the closed ones, and what was open may be closed by now), and, for an open
-- case, open ones too. Of the days before its period it holds what was carried over into it and nothing else; an
-- extract of one channel is asked for that channel only.
with sectors as (
    select sector, fold_text(sector) as sector_key from stg_case_records group by all
),

asked as (
    select
        records.record_id,
        records.described_by,
        records.system_rank as known_to_rank,
        records.extract_number as known_to_extract,
        units.unit_code,
        units.system_rank,
        units.extract_number
    from stg_case_records as records
    inner join stg_extract_units as units
        on
            records.unit_code = units.unit_code
            and records.received_date between units.first_date and units.last_date
    inner join stg_extract_claims as claims on units.extract_number = claims.extract_number
    inner join stg_case_extracts as theirs on units.extract_number = theirs.extract_number
    inner join stg_case_extracts as ours on records.extract_number = ours.extract_number
    left join sectors on records.sector = sectors.sector
    where
        records.case_key is not null
        and (
            units.system_rank <> records.system_rank
            or (
                theirs.moment_number > ours.moment_number
                and coalesce(theirs.sender_unit_code = ours.sender_unit_code, true)
            )
        )
        and records.received_date <= claims.claim_to
        and (
            records.received_date >= claims.claim_from
            or coalesce(records.finished_at, records.returned_at)::date >= claims.claim_from
        )
        and (
            not units.has_all_channels
            or len(units.channels) > 1
            or coalesce(list_contains(units.channels, records.channel), true)
        )
        and units.has_closed
        and (
            units.has_open
            or records.finished_at is not null
            or records.returned_at is not null
            or records.is_status_closed
        )
        and coalesce(
            list_contains(units.sectors, sectors.sector_key)
            or list_contains(units.procedures, records.procedure_code),
            list_contains(units.sectors, sectors.sector_key),
            list_contains(units.procedures, records.procedure_code),
            true
        )
),

in_later_extract as (
    select
        record_id,
        described_by,
        unit_code,
        system_rank,
        extract_number
    from asked
    where system_rank = known_to_rank
),

-- An extract that holds fewer than half of what it might be asked for is another selection, and nothing is missing from
-- it: the cases that earlier extracts of the system knew, and how many of them it holds.
held as (
    select pairs.second_extract as extract_number, cases.unit_code, count(*) as cases
    from stg_case_pairs as pairs
    inner join stg_cases as cases on pairs.second_row = cases.row_id
    where pairs.is_one_system
    group by all
),

asked_for as (
    select extract_number, unit_code, count(*) as cases from in_later_extract group by all
),

comparable as (
    select asked_for.extract_number, asked_for.unit_code
    from asked_for
    left join held on asked_for.extract_number = held.extract_number and asked_for.unit_code = held.unit_code
    where asked_for.cases - 1 <= coalesce(held.cases, 0)
)

select
    record_id,
    described_by,
    system_rank,
    min(extract_number) as extract_number,
    true as is_one_system
from in_later_extract
where (extract_number, unit_code) in (select (comparable.extract_number, comparable.unit_code) from comparable)
group by all
union all
select
    asked.record_id,
    asked.described_by,
    asked.system_rank,
    max(asked.extract_number),
    false
from asked
left join stg_case_records as others
    on asked.described_by = others.described_by and asked.system_rank = others.system_rank
where asked.system_rank <> asked.known_to_rank and others.record_id is null
group by all
