-- One row per unit, period and index of TT 01/2018 that the office has given points for, from what was seen on site.
select
    trim(unit_code) as unit_code,
    trim(period_id) as period_id,
    trim(index_number)::integer as index_number,
    (10 * trim(points)::decimal(3, 1))::integer as tenths
from ref_evaluation_points
