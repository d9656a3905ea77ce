-- One row per case of the window that the national portal or the paper register holds, with what the rules D10 and E1
-- look at.
with described as (
    select records.*
    from stg_case_records as records
    inner join case_outcomes as outcomes on records.record_id = outcomes.record_id
    where records.record_id = records.described_by and outcomes.is_in_scope
),

portal as (
    select * from stg_case_records where source_system = 'national_portal'
),

register as (
    select * from stg_case_records where source_system = 'paper_register'
),

-- The portal holds copies: what only it knows is in no system of the units.
in_a_system as (
    select described_by
    from stg_case_records
    where source_system not in ('national_portal', 'paper_register')
    group by described_by
),

missed as (
    select absences.described_by
    from stg_case_absences as absences
    inner join stg_systems as systems on absences.system_rank = systems.system_rank
    where not absences.is_one_system and systems.source_system not in ('national_portal', 'paper_register')
    group by absences.described_by
)

select
    described.case_id,
    described.unit_code,
    described.procedure_code,

    -- D10: what came to its end after the older of two extracts was taken, that extract could not know
    coalesce(
        described.source_system <> 'national_portal'
        and described.status_code is not null
        and portal.status_code is not null
        and not coalesce(
            (
                described.taken_at < portal.taken_at
                and greatest(portal.finished_at, portal.returned_at) > described.taken_at
            )
            or (
                portal.taken_at < described.taken_at
                and greatest(described.finished_at, described.returned_at) > portal.taken_at
            ),
            false
        ),
        false
    ) as is_comparable,
    cast(coalesce(described.status_code <> portal.status_code, false) as integer) as status_differences,
    described.status_as_written as local_status,
    portal.status_as_written as portal_status,
    portal.status_code as portal_status_code,

    -- E1
    register.record_id is not null
    and (in_a_system.described_by is not null or missed.described_by is not null) as is_register_entry,
    cast(in_a_system.described_by is null as integer) as unknown_entries,
    register.case_code as register_code,
    register.received_at as register_received_at
from described
left join portal on described.described_by = portal.described_by
left join register on described.described_by = register.described_by
left join in_a_system on described.described_by = in_a_system.described_by
left join missed on described.described_by = missed.described_by
where portal.record_id is not null or register.record_id is not null
