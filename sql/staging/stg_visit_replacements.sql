-- One row per replacement of a chosen commune that the office has decided: which unit is visited instead of which; a
-- row that cannot stand has a fault.
with given as (
    select
        row_number() over () as row_number,
        written(visits.unit_code) as unit_code,
        written(visits.replaces) as replaces,
        masked(nfc_normalize(written(visits.reason))) as reason,
        masked(nfc_normalize(written(visits.agreed_by))) as agreed_by,
        try_cast(trim(visits.decided_on) as date) as decided_on
    from ref_visits as visits
)

select
    given.row_number,
    given.unit_code,
    given.replaces,
    given.reason,
    given.agreed_by,
    given.decided_on,
    case
        when units.unit_code is null then 'unknown_unit'
        when replaced.unit_code is null then 'unknown_replaced'
        when given.unit_code = given.replaces then 'same_unit'
        when units.unit_level <> 'commune' or replaced.unit_level <> 'commune' then 'no_commune'
        when coalesce(units.district_code, '') <> coalesce(replaced.district_code, '') then 'other_district'
        when given.reason is null then 'no_reason'
        when given.agreed_by is null then 'not_agreed'
        when given.decided_on is null then 'no_day'
        when count(*) over (partition by given.unit_code) > 1 then 'given_twice'
        when count(*) over (partition by given.replaces) > 1 then 'replaced_twice'
    end as fault
from given
left join stg_units as units on given.unit_code = units.unit_code
left join stg_units as replaced on given.replaces = replaced.unit_code
