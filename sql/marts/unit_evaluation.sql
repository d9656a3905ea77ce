-- One row per unit with cases and period: its indices of TT 01/2018 Đ13-15, their sum, how many were scored, and the
-- sum rescaled to all nine. The class is given only where all nine are there: the law does not rescale its bounds.
with summed as (
    select
        unit_code,
        unit_name,
        unit_level,
        period_id,
        period_from,
        period_to,
        max(case when index_number = 1 then points end) as index_1_points,
        max(case when index_number = 1 then cases end) as index_1_cases,
        max(case when index_number = 2 then points end) as index_2_points,
        max(case when index_number = 3 then points end) as index_3_points,
        max(case when index_number = 3 then cases end) as index_3_cases,
        max(case when index_number = 4 then points end) as index_4_points,
        max(case when index_number = 5 then points end) as index_5_points,
        max(case when index_number = 6 then points end) as index_6_points,
        max(case when index_number = 7 then points end) as index_7_points,
        max(case when index_number = 7 then cases end) as index_7_cases,
        max(case when index_number = 8 then points end) as index_8_points,
        max(case when index_number = 8 then cases end) as index_8_petitions,
        max(case when index_number = 9 then points end) as index_9_points,
        max(case when index_number = 9 then cases end) as index_9_cases,
        count(points) as indices_scored,
        cast(sum(cast(round(10 * points) as bigint)) as bigint) as tenths,
        concat_ws(
            ', ',
            max(case when index_number = 1 and points is null then '1' end),
            max(case when index_number = 2 and points is null then '2' end),
            max(case when index_number = 3 and points is null then '3' end),
            max(case when index_number = 4 and points is null then '4' end),
            max(case when index_number = 5 and points is null then '5' end),
            max(case when index_number = 6 and points is null then '6' end),
            max(case when index_number = 7 and points is null then '7' end),
            max(case when index_number = 8 and points is null then '8' end),
            max(case when index_number = 9 and points is null then '9' end)
        ) as missing_indices
    from unit_evaluation_indices
    group by unit_code, unit_name, unit_level, period_id, period_from, period_to
)

select
    unit_code,
    unit_name,
    unit_level,
    period_id,
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
    tenths / cast(10 as double) as total_points,
    indices_scored,
    tenths * 18 / cast(nullif(20 * indices_scored, 0) as double) as rescaled_points,
    case
        when indices_scored < 9 then null
        when tenths >= 150 then 'excellent'
        when tenths >= 120 then 'good'
        when tenths >= 90 then 'fair'
        when tenths >= 60 then 'average'
        else 'weak'
    end as class_code,
    nullif(missing_indices, '') as missing_indices
from summed
