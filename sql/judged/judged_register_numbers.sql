-- One row per unit, year, book and number of a paper register that can be followed, with what rule E9 looks at: how
-- many cases have it.
select
    entries.unit_code,
    cast(null as varchar) as procedure_code,
    concat_ws(' · ', concat(entries.register_year, '/', entries.register_number), nullif(entries.book, '')) as thing,
    entries.register_year,
    entries.register_number,
    count(*) as cases_with_number,
    string_agg(entries.case_key, ', ' order by entries.case_key) as case_keys
from stg_register_entries as entries
inner join stg_register_years as years
    on
        entries.unit_code = years.unit_code
        and entries.register_year = years.register_year
        and entries.book = years.book
where years.is_followed
group by entries.unit_code, entries.register_year, entries.book, entries.register_number
