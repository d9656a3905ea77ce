-- One row per unit of a known level: its risk, how much of it is known, and the known components that raise it most
-- above the units of its level (by half a point at least), with what was counted there.
with compared as (
    select
        *,
        risk_points - avg(risk_points order by unit_code) over (partition by unit_level, component) as excess,
        concat_ws('/', value, denominator) as counted
    from visit_risks
),

ranked as (
    select
        *,
        case
            when is_known and value > 0 and excess >= 0.5
                then row_number() over (
                    partition by unit_code
                    order by is_known and value > 0 desc, round(excess, 9) desc, weight desc, component asc
                )
        end as place
    from compared
)

select
    unit_code,
    unit_name,
    unit_level,
    unit_type,
    district_code,
    sum(risk_points order by component) as risk_points,
    sum(case when is_known then risk_points else 0 end order by component) as known_risk_points,
    max(case when place = 1 then component end) as reason_1,
    max(case when place = 1 then counted end) as counted_1,
    max(case when place = 2 then component end) as reason_2,
    max(case when place = 2 then counted end) as counted_2,
    max(case when place = 3 then component end) as reason_3,
    max(case when place = 3 then counted end) as counted_3
from ranked
group by unit_code, unit_name, unit_level, unit_type, district_code
