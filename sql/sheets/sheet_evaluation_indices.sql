-- One row per unit and index of TT 01/2018, for the whole window: points, and what they rest on or why there are none.
select
    unit_name,
    unit_code,
    unit_level,
    cast(index_number as varchar) as index_number,
    points,
    basis,
    cases,
    cases_open_late,
    cases_without_value
from unit_evaluation_indices
where period_id = 'window'
order by
    case unit_level when 'province' then 1 when 'district' then 2 when 'commune' then 3 else 4 end,
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code,
    unit_evaluation_indices.index_number
