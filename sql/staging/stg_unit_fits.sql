-- One row per way in which extracts name a unit (text, district, sender) and unit that it fits: by code, by its whole
-- name, or by code and name together. "is_fitting" says whether the district written beside it agrees.
with texts as (
    select
        unit,
        nfc_normalize(written(unit)) as whole,
        replace(unit_key(unit), '@', '') as text_key,
        fold_unit(unit) as spaced,
        contains(fold_unit(unit), '@') as is_desk,
        array_to_string(regexp_extract_all(fold_unit(unit), '\S*[0-9]\S*'), ' ') as figures,
        trim(regexp_replace(fold_unit(unit), '\S*[0-9]\S*|\bma( so)?\b', '', 'g')) as words
    from (select distinct unit from stg_unit_mentions) as mentioned
),

-- "608 - Thành phố Kon Tum": what has figures is the code, the other words are the name.
coded as (
    select unit, unit_key(figures) as code_key, unit_key(words) as name_key
    from texts
    where figures <> '' and words <> ''
),

hits as (
    select
        texts.unit,
        keys.unit_code,
        keys.is_typed,
        keys.is_type_only,
        keys.decides_in,
        case
            when neighbours.unit_code is null or contains(texts.spaced, neighbours.bare_words) then 'whole'
            else 'letters'
        end as hit
    from texts
    inner join stg_unit_keys as keys on texts.text_key = keys.unit_key
    inner join stg_units as units on keys.unit_code = units.unit_code
    left join stg_unit_neighbours as neighbours
        on keys.unit_code = neighbours.unit_code and keys.unit_key = neighbours.own_key
    -- The one-stop desk of the province takes in the cases of all departments.
    where not (texts.is_desk and units.unit_type = 'province')
    union all
    -- Without a list of units every text is a unit of its own.
    select texts.unit, units.unit_code, true, false, null, 'whole'
    from texts
    inner join stg_units as units on texts.whole = units.unit_code
    where units.unit_type is null and units.unit_code <> 'UNRESOLVED'
    union all
    select
        coded.unit,
        codes.unit_code,
        true,
        false,
        null,
        case when names.unit_code is null then 'code' else 'whole' end
    from coded
    inner join stg_unit_keys as codes on coded.code_key = codes.unit_key and codes.is_code
    left join stg_unit_keys as names
        on coded.name_key = names.unit_key and codes.unit_code = names.unit_code and not names.is_code
    union all
    select coded.unit, names.unit_code, names.is_typed, false, null, 'name'
    from coded
    inner join stg_unit_keys as codes on coded.code_key = codes.unit_key and codes.is_code
    inner join stg_unit_keys as names
        on coded.name_key = names.unit_key and codes.unit_code <> names.unit_code and not names.is_code
),

districts as (
    select texts.district, keys.unit_code
    from (select distinct district, unit_key(district) as district_key from stg_unit_mentions) as texts
    inner join stg_unit_keys as keys on texts.district_key = keys.unit_key
    inner join stg_units as units on keys.unit_code = units.unit_code and units.unit_type in ('district', 'province')
),

-- The district that a district column means for sure.
told as (
    select districts.district, min(districts.unit_code) as district_code
    from districts
    inner join stg_units as units on districts.unit_code = units.unit_code and units.unit_type = 'district'
    group by all
    having count(distinct districts.unit_code) = 1
),

agreeing as (
    select distinct districts.district, chains.unit_code
    from districts
    inner join stg_unit_chains as chains on districts.unit_code = chains.within_code
    union
    -- A department lies in no district.
    select districts.district, units.unit_code
    from districts
    cross join stg_units as units
    where units.unit_type = 'department'
)

select
    named.unit,
    named.district,
    named.sender_unit_code,
    hits.unit_code,
    units.unit_type,
    hits.is_typed,
    hits.is_type_only,
    hits.hit,
    list_contains(hits.decides_in, '*') as is_decided,
    list_contains(hits.decides_in, coalesce(told.district_code, senders.district_code)) as is_decided_here,
    hits.hit = 'whole'
    and (coalesce(unit_key(named.district), '') = '' or agreeing.unit_code is not null) as is_fitting,
    units.district_code = senders.district_code as is_beside_sender,
    hits.unit_code = named.sender_unit_code as is_sender
from (select distinct unit, district, sender_unit_code from stg_unit_mentions) as named
inner join hits on named.unit = hits.unit
inner join stg_units as units on hits.unit_code = units.unit_code
left join agreeing on named.district = agreeing.district and hits.unit_code = agreeing.unit_code
left join stg_units as senders on named.sender_unit_code = senders.unit_code
left join told on named.district = told.district
