-- One row per unit and period: the points of TT 01/2018; by level and name, the whole window first, then its quarters.
select
    unit_name,
    unit_code,
    unit_level,
    period_from,
    period_to,
    index_1_points,
    index_1_cases,
    index_2_points,
    index_3_points,
    index_3_cases,
    index_4_points,
    index_5_points,
    index_6_points,
    index_7_points,
    index_7_cases,
    index_8_points,
    index_8_petitions,
    index_9_points,
    index_9_cases,
    total_points,
    indices_scored,
    rescaled_points,
    class_code,
    missing_indices
from unit_evaluation
order by
    case unit_level when 'province' then 1 when 'district' then 2 when 'commune' then 3 else 4 end,
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code,
    case period_id when 'window' then 0 else 1 end,
    period_from
