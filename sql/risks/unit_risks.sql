-- One row per unit of a known level: its risk, how much of it is known, and the known components that add most to it.
with ranked as (
    select
        *,
        case
            when is_known and risk_points > 0
                then row_number() over (
                    partition by unit_code order by not is_known asc, risk_points desc, weight desc, component asc
                )
        end as place
    from visit_risks
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
    max(case when place = 2 then component end) as reason_2,
    max(case when place = 3 then component end) as reason_3
from ranked
group by unit_code, unit_name, unit_level, unit_type, district_code
