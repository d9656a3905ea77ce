-- One row per commune of a district of the inspection plan: the list before the draw. The communes with the highest
-- risk are chosen outright; among the rest the lot falls with a probability that grows with the risk. Each commune has
-- a number that only the seed and its code decide, so nobody else's rows move it: the least -ln(number) / weight are
-- drawn (Efraimidis and Spirakis 2006, Inf Process Lett 97:181), the first one with the probability weight / sum.
with parameters as (
    select * from stg_parameters
),

ranked as (
    select
        communes.unit_code,
        communes.unit_name,
        communes.district_code,
        districts.unit_name as district_name,
        communes.risk_points,
        parameters.communes_by_risk,
        parameters.communes_by_lot,
        greatest(communes.risk_points, parameters.lot_least_points) as lot_weight,
        lot_number(concat('visit|', cast(parameters.lot_seed as bigint), '|', communes.unit_code)) as lot_number,
        cast(parameters.lot_seed as bigint) as lot_seed,
        count(*) over (partition by communes.district_code) as communes_in_district,
        row_number() over (
            partition by communes.district_code order by round(communes.risk_points, 9) desc, communes.unit_code
        ) as risk_place
    from unit_risks as communes
    cross join parameters
    inner join stg_inspection_plan as plan on communes.district_code = plan.unit_code
    inner join stg_units as districts on communes.district_code = districts.unit_code
    where communes.unit_level = 'commune'
),

keyed as (
    select
        *,
        risk_place <= communes_by_risk as is_by_risk,
        case when risk_place > communes_by_risk then -ln(lot_number) / lot_weight end as lot_key
    from ranked
),

drawn as (
    select
        *,
        case
            when not is_by_risk
                then row_number() over (partition by district_code, is_by_risk order by lot_key, unit_code)
        end as lot_place
    from keyed
)

select
    unit_code,
    unit_name,
    district_code,
    district_name,
    communes_in_district,
    risk_points,
    risk_place,
    is_by_risk,
    case when not is_by_risk then lot_weight end as lot_weight,
    case
        when not is_by_risk
            then lot_weight / sum(lot_weight) over (partition by district_code, is_by_risk)
    end as lot_share,
    lot_seed,
    lot_number,
    lot_key,
    lot_place,
    coalesce(lot_place <= communes_by_lot, false) as is_drawn
from drawn
