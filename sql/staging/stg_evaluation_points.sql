-- One row per unit, period and index of TT 01/2018 that the office has given points for, from what was seen on site;
-- a row that cannot stand has a fault.
with given as (
    select
        row_number() over () as row_number,
        trim(points.unit_code) as unit_code,
        trim(points.period_id) as period_id,
        try_cast(trim(points.index_number) as integer) as index_number,
        try_cast(replace(trim(points.points), ',', '.') as decimal(9, 4)) as points
    from ref_evaluation_points as points
)

select
    given.row_number,
    given.unit_code,
    given.period_id,
    given.index_number,
    try_cast(given.points * 10 as integer) as tenths,
    case
        when units.unit_code is null then 'unknown_unit'
        when periods.period_id is null then 'unknown_period'
        when given.index_number is null or given.index_number not between 1 and 9 then 'unknown_index'
        when given.points is null or given.points not between 0 and 2 or given.points * 10 <> floor(given.points * 10)
            then 'no_points'
        when count(*) over (partition by given.unit_code, given.period_id, given.index_number) > 1 then 'given_twice'
    end as fault
from given
left join stg_units as units on given.unit_code = units.unit_code
left join stg_evaluation_periods as periods on given.period_id = periods.period_id
