-- One row per earlier inspection of a unit that the office knows of; a row that cannot stand has a fault.
with given as (
    select
        row_number() over () as row_number,
        written(visits.unit_code) as unit_code,
        try_cast(trim(visits.visited_on) as date) as visited_on
    from ref_past_visits as visits
)

select
    given.row_number,
    given.unit_code,
    given.visited_on,
    case
        when units.unit_code is null then 'unknown_unit'
        when given.visited_on is null then 'no_day'
    end as fault
from given
left join stg_units as units on given.unit_code = units.unit_code
