-- One row per way in which extracts name a unit (text, district, sender), with the unit that it means. A name that fits
-- several is decided by the district beside it, by the sender or by an alias, else by nobody: never by likeness.
with named as (
    select
        unit,
        district,
        sender_unit_code,
        coalesce(unit_key(unit), '') = '' as is_empty,
        coalesce(unit_key(district), '') = '' as is_without_district,
        sum(mentions) as mentions
    from stg_unit_mentions
    group by all
),

fitting as (
    select
        unit, district, sender_unit_code,
        count(distinct unit_code) as units,
        bool_or(is_typed) or count(distinct unit_type) = 1 as is_of_one_level
    from stg_unit_fits
    where is_fitting
    group by all
),

-- A file of a district that writes "Xã Đăk Long" means its own. "Đắk Hà" could still be the district: it stays open.
voices as (
    select fits.*, 1 as turn from stg_unit_fits as fits where is_fitting
    union all
    select fits.*, 2 from stg_unit_fits as fits where is_fitting and is_decided_here
    union all
    select fits.*, 3
    from stg_unit_fits as fits
    inner join fitting
        on
            fits.unit = fitting.unit
            and fits.district is not distinct from fitting.district
            and fits.sender_unit_code = fitting.sender_unit_code
    where fits.is_fitting and fits.is_beside_sender and fitting.is_of_one_level
    union all
    select fits.*, 4 from stg_unit_fits as fits where is_fitting and is_sender and is_type_only
    union all
    select fits.*, 5 from stg_unit_fits as fits where is_fitting and is_decided
),

unanimous as (
    select unit, district, sender_unit_code, turn, min(unit_code) as unit_code, bool_or(is_typed) as is_typed
    from voices
    group by all
    having count(distinct unit_code) = 1
),

decided as (
    select
        unit,
        district,
        sender_unit_code,
        arg_min(unit_code, turn) as unit_code,
        arg_min(is_typed, turn) as is_typed
    from unanimous
    group by all
),

-- A file that does not name its unit is its sender's, unless a district says that it lies elsewhere.
senders as (
    select named.unit, named.district, named.sender_unit_code
    from named
    inner join stg_units as units on named.sender_unit_code = units.unit_code
    left join stg_unit_keys as districts on unit_key(named.district) = districts.unit_key
    left join stg_unit_chains as chains
        on named.sender_unit_code = chains.unit_code and districts.unit_code = chains.within_code
    where named.is_empty and (named.is_without_district or chains.unit_code is not null)
    group by all
)

select
    named.unit,
    named.district,
    named.sender_unit_code,
    named.mentions,
    coalesce(decided.unit_code, senders.sender_unit_code) as unit_code,
    coalesce(decided.is_typed, false) as is_typed,
    case
        when coalesce(decided.unit_code, senders.sender_unit_code) is not null then null
        when named.is_empty then 'empty'
        when fitting.units > 1 then 'ambiguous'
        else 'unknown'
    end as problem
from named
left join fitting
    on
        named.unit is not distinct from fitting.unit
        and named.district is not distinct from fitting.district
        and named.sender_unit_code is not distinct from fitting.sender_unit_code
left join decided
    on
        named.unit is not distinct from decided.unit
        and named.district is not distinct from decided.district
        and named.sender_unit_code is not distinct from decided.sender_unit_code
left join senders
    on
        named.unit is not distinct from senders.unit
        and named.district is not distinct from senders.district
        and named.sender_unit_code is not distinct from senders.sender_unit_code
