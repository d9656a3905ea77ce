-- One row per system that holds cases. Of the systems that know a case the one of the lowest rank describes it; a
-- system that is not listed keeps records of its own, as one-stop systems do. Only such a system's list holds all of a
-- unit's cases (TT 01/2018 Đ17): a vertical system has a branch's part of them, the portal copies, a register what was
-- written down beside the system.
with listed as (
    select
        trim(source_system) as source_system,
        written(name_vi) as name_vi,
        written(name_en) as name_en,
        try_cast(precedence as integer) as precedence
    from ref_systems
),

delivered as (
    select distinct source_system from source_extracts where kind = 'cases' and outcome = 'read'
),

names as (
    select source_system from listed
    union
    select source_system from delivered
)

select
    names.source_system,
    coalesce(listed.name_vi, names.source_system) as system_name_vi,
    coalesce(listed.name_en, names.source_system) as system_name_en,
    names.source_system not in ('vertical', 'national_portal', 'paper_register') as keeps_record,
    dense_rank() over (order by coalesce(listed.precedence, 10), names.source_system) as system_rank
from names
left join listed on names.source_system = listed.source_system
