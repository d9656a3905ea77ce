-- One row per unit of a known level and component of its risk: what is known of it, which share of the scale that is,
-- its weight and what it adds to the unit's risk (of 100 points). What is not known adds a stated share of its weight:
-- a unit that delivered nothing is not a low risk. A risk is a reason to look, no verdict.
with weights as (
    select
        risks.component,
        risks.full_at,
        risks.weight,
        risks.weight / sum(risks.weight) over () as weight_share,
        parameters.risk_unknown_share
    from audit_risks as risks
    cross join stg_parameters as parameters
),

measured as (
    select
        units.unit_code,
        units.unit_name,
        units.unit_level,
        units.unit_type,
        units.district_code,
        weights.*,
        counts.value,
        counts.denominator,
        counts.rate,
        coalesce(counts.rate, counts.years, counts.value) / weights.full_at as share_of_full,
        case
            when counts.unit_code is not null then null
            when weights.component = 'last_visit' then 'no_record'
            when weights.component = 'report' then 'no_report'
            when weights.component <> 'petitions' and not inputs.has_cases then 'no_cases'
            when weights.component = 'signals' and signals.is_too_small then 'too_few_cases'
            when weights.component = 'altered' then 'one_extract'
            else 'no_input'
        end as unknown_reason
    from stg_units as units
    inner join stg_unit_inputs as inputs on units.unit_code = inputs.unit_code
    cross join weights
    left join risk_counts as counts on units.unit_code = counts.unit_code and weights.component = counts.component
    left join
        (
            select unit_code, bool_or(not_assessed = 'too_few_cases') as is_too_small
            from unit_signals
            group by unit_code
        ) as signals
        on units.unit_code = signals.unit_code
    where units.unit_level is not null
),

scaled as (
    select
        *,
        unknown_reason is null as is_known,
        case when unknown_reason is null then least(1, share_of_full) else risk_unknown_share end as scale_share
    from measured
)

select
    unit_code,
    unit_name,
    unit_level,
    unit_type,
    district_code,
    component,
    is_known,
    unknown_reason,
    value,
    denominator,
    rate,
    full_at,
    scale_share,
    weight,
    100 * weight_share * scale_share as risk_points,
    100 * weight_share as most_risk_points
from scaled
