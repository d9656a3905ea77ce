-- One row per unit of the inspection plan, with the quarters in which it is to be inspected.
select
    trim(unit_code) as unit_code,
    min(try_cast(plan_no as integer)) as plan_number,
    string_agg(distinct nfc_normalize(trim(quarters)), '; ' order by nfc_normalize(trim(quarters))) as plan_quarters
from ref_inspection_plan
where written(unit_code) is not null
group by all
