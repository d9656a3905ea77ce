-- One row per spelling of a unit's name that is another unit's but for one letter, spaces left out, with its words:
-- "Đắk Roong", a misspelt Đắk KRoong, has the letters of Đắk Rơ Ông, and only the spaces tell that it is not.
with names as (
    select distinct unit_code, bare_words, unnest(list_append(coalesce(types, []), '')) || bare as own_key
    from stg_unit_own_names
    where bare <> ''
)

select distinct names.unit_code, names.own_key, names.bare_words
from names
inner join names as others
    on
        names.unit_code <> others.unit_code
        and names.own_key <> others.own_key
        and abs(length(names.own_key) - length(others.own_key)) <= 1
where damerau_levenshtein(names.own_key, others.own_key) = 1
