-- One row per way of naming a unit that is to be resolved (text, district, sender) and candidate: the best three.
-- "score" 0-1: how alike the letters are; "edits": how many letters the text is away from the nearest whole spelling.
with open_names as (
    select unit, district, sender_unit_code, problem from stg_unit_decisions where problem in ('ambiguous', 'unknown')
),

-- Likeness is looked for in the 2,000 most frequent texts, so that a column of something else costs no more than that.
texts as (
    select unit, replace(unit_key(unit), '@', '') as text_key
    from stg_unit_decisions
    where problem in ('ambiguous', 'unknown')
    group by unit
    order by sum(mentions) desc, unit
    limit 2000
),

-- A part between commas, dashes or brackets may be a name on its own, but it counts for less than the whole.
parts as (
    select unit, text_key, true as is_whole from texts where length(text_key) between 1 and 120
    union
    select unit, unit_key(unnest(string_split_regex(unit, '\s*[,;()/|]\s*|\s+[-–—]\s*|\s*[-–—]\s+'))), false
    from texts
    where length(text_key) between 1 and 120
),

compared as (
    select
        parts.unit,
        keys.unit_code,
        parts.is_whole,
        greatest(length(parts.text_key), length(keys.unit_key)) as letters,
        damerau_levenshtein(parts.text_key, keys.unit_key) as edits
    from parts
    inner join stg_unit_keys as keys
        on
            keys.is_plain
            and abs(length(parts.text_key) - length(keys.unit_key)) * 2
            <= greatest(length(parts.text_key), length(keys.unit_key))
    where length(parts.text_key) > 1
),

alike as (
    select
        unit,
        unit_code,
        max((1 - edits / letters) * case when is_whole then 1 else 0.9 end) as score,
        min(edits) filter (where is_whole and 1 - edits / letters >= 0.75) as edits,
        'similar_name' as reason
    from compared
    group by all
    having score >= 0.6
),

proposed as (
    select
        open_names.unit,
        open_names.district,
        open_names.sender_unit_code,
        fits.unit_code,
        1.0 as score,
        case when fits.hit = 'whole' then 0 end as edits,
        case
            when fits.hit = 'code' then 'same_code'
            when fits.hit = 'name' then 'name_beside_code'
            when not fits.is_fitting then 'other_district'
            else 'same_name'
        end as reason
    from open_names
    inner join stg_unit_fits as fits
        on
            open_names.unit = fits.unit
            and open_names.district is not distinct from fits.district
            and open_names.sender_unit_code is not distinct from fits.sender_unit_code
            and not fits.is_type_only
            and fits.hit <> 'letters'
    union all
    select open_names.unit, open_names.district, open_names.sender_unit_code, unit_code, score, edits, reason
    from open_names
    inner join alike on open_names.unit = alike.unit
),

best as (
    select
        proposed.unit,
        proposed.district,
        proposed.sender_unit_code,
        proposed.unit_code,
        units.unit_name,
        max(proposed.score) as score,
        min(proposed.edits) as edits,
        arg_max(proposed.reason, proposed.score + case proposed.reason when 'similar_name' then 0 else 1 end) as reason,
        coalesce(max(units.district_code = senders.district_code), false) as is_beside_sender
    from proposed
    inner join stg_units as units on proposed.unit_code = units.unit_code
    left join stg_units as senders on proposed.sender_unit_code = senders.unit_code
    group by all
)

select
    unit,
    district,
    sender_unit_code,
    unit_code,
    unit_name,
    round(score, 2) as score,
    edits,
    reason,
    row_number() over (
        partition by unit, district, sender_unit_code
        order by reason = 'similar_name' asc, score desc, is_beside_sender desc, unit_code asc
    ) as place
from best
qualify place <= 3
