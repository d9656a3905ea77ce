-- One row per name of a unit whose letters are another unit's but for one, with its words: "Đắk Roong", which is a misspelt
-- Đắk KRoong, has the letters of Đắk Rơ Ông, and only the spaces tell that it is not.
with names as (
    select distinct unit_code, bare, bare_words
    from stg_unit_own_names
    where bare <> '' and unit_type in ('province', 'district', 'commune')
)

select distinct names.unit_code, names.bare_words
from names
inner join names as others
    on
        names.unit_code <> others.unit_code
        and names.bare <> others.bare
        and abs(length(names.bare) - length(others.bare)) <= 1
where damerau_levenshtein(names.bare, others.bare) = 1
