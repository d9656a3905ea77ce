-- One row per spelling of a unit's name that is another unit's but for one letter, spaces left out, with its words:
-- "Đắk Roong", a misspelt Đắk KRoong, has the letters of Đắk Rơ Ông, and only the spaces tell that it is not.
with names as (
    select distinct unit_code, bare_words, unnest(list_append(coalesce(types, []), '')) || bare as own_key
    from stg_unit_own_names
    where bare <> ''
),

-- Two texts at a distance of one letter have a text in common that is either of them or one of its letters short.
shortened as (
    select
        names.*,
        unnest(range(length(own_key) + 1)) as place,
        left(own_key, greatest(place - 1, 0)) || substr(own_key, place + 1) as short_key
    from names
)

select distinct names.unit_code, names.own_key, names.bare_words
from shortened as names
inner join shortened as others on names.short_key = others.short_key
where
    names.unit_code <> others.unit_code
    and names.own_key <> others.own_key
    and damerau_levenshtein(names.own_key, others.own_key) = 1
