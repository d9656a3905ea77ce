-- One row per unit, year and book of a paper register: whether its numbers can be followed. Where most of them
-- stand once and few between the lowest and the highest are left out, they are the register's own; a list that counts
-- every sheet from 1, or selects, has others.
select
    entries.unit_code,
    entries.register_year,
    entries.book,
    count(distinct entries.register_number) as numbers_present,
    min(entries.register_number) as first_number,
    max(entries.register_number) as last_number,
    count(distinct entries.register_number) >= any_value(parameters.numbered_share) * count(*)
    and count(distinct entries.register_number)
    >= any_value(parameters.numbered_share) * (max(entries.register_number) - min(entries.register_number) + 1)
        as is_followed
from stg_register_entries as entries
cross join stg_parameters as parameters
group by entries.unit_code, entries.register_year, entries.book
