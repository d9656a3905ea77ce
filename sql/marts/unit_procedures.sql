-- One row per unit with cases and procedure that it used, that is published for it or configured for it.
with parameters as (
    select * from stg_parameters
),

active_units as (
    select units.unit_code, units.unit_level, units.unit_type
    from stg_units as units
    inner join stg_unit_inputs as inputs on units.unit_code = inputs.unit_code
    where inputs.has_cases
),

-- A procedure is the unit's own where the list names the unit, or its kind ("Ủy ban nhân dân cấp xã").
owned as (
    select
        units.unit_code,
        units.unit_type,
        bodies.procedure_code,
        max(bodies.procedure_name) as procedure_name,
        max(case
            when
                coalesce(bodies.valid_to, parameters.window_to) >= parameters.window_to
                and coalesce(bodies.valid_from, parameters.window_to) <= parameters.window_to then 1
            else 0
        end) as in_force_at_end,
        max(case
            when
                coalesce(bodies.valid_to, parameters.window_to) >= parameters.window_to
                and coalesce(bodies.valid_from, parameters.window_from) <= parameters.window_from then 1
            else 0
        end)
            as in_force_throughout
    from active_units as units
    inner join stg_procedure_bodies as bodies on units.unit_code = bodies.unit_code
    cross join parameters
    group by units.unit_code, units.unit_type, bodies.procedure_code
),

used as (
    select
        unit_code,
        procedure_code,
        max(procedure_name) as procedure_name,
        cast(sum(cases) as bigint) as cases,
        cast(sum(case when problem = 'not_published' then cases else 0 end) as bigint) as cases_not_published,
        cast(sum(case when problem = 'not_this_level' then cases else 0 end) as bigint) as cases_not_this_level,
        cast(sum(case when problem = 'not_yet_in_force' then cases else 0 end) as bigint) as cases_not_yet_in_force,
        cast(sum(case when problem = 'expired' then cases else 0 end) as bigint) as cases_expired,
        cast(sum(case when problem = 'wrong_body' then cases else 0 end) as bigint) as cases_wrong_body
    from case_procedures
    group by unit_code, procedure_code
),

-- The other units of the same kind for which the same procedure is published.
kind_totals as (
    select
        owned.unit_type,
        owned.procedure_code,
        count(*) as units,
        count(used.cases) as units_using,
        percentile_cont(0.5) within group (order by used.cases) as median_cases
    from owned
    left join used on owned.unit_code = used.unit_code and owned.procedure_code = used.procedure_code
    group by owned.unit_type, owned.procedure_code
),

configured as (
    select configured.*
    from unit_configured_procedures as configured
    inner join active_units as units on configured.unit_code = units.unit_code
),

pairs as (
    select unit_code, procedure_code from owned
    union
    select unit_code, procedure_code from used
    union
    select unit_code, procedure_code from configured
)

select
    pairs.unit_code,
    pairs.procedure_code,
    coalesce(owned.procedure_name, used.procedure_name, configured.procedure_name) as procedure_name,
    coalesce(used.cases, 0) as cases,
    coalesce(used.cases_not_published, 0) as cases_not_published,
    coalesce(used.cases_not_this_level, 0) as cases_not_this_level,
    coalesce(used.cases_not_yet_in_force, 0) as cases_not_yet_in_force,
    coalesce(used.cases_expired, 0) as cases_expired,
    coalesce(used.cases_wrong_body, 0) as cases_wrong_body,
    coalesce(owned.in_force_at_end = 1, false) as is_published_here,
    kind_totals.units - 1 as peer_units,
    kind_totals.units_using - case when used.cases is null then 0 else 1 end as peer_units_using,
    kind_totals.median_cases as peer_median_cases,
    -- Only beside enough peers most of which use the procedure often does its absence say anything.
    coalesce(
        owned.in_force_throughout = 1
        and inputs.has_published_list
        and inputs.has_procedure_code
        and kind_totals.units - 1 >= parameters.never_used_peer_units
        and kind_totals.units_using - case when used.cases is null then 0 else 1 end
        >= parameters.never_used_peer_share * (kind_totals.units - 1)
        and kind_totals.median_cases >= parameters.never_used_peer_cases,
        false
    ) as is_used_by_peers,
    coalesce(owned.in_force_at_end = 1, false)
    and inputs.has_published_list
    and inputs.has_configured_list as is_configuration_due,
    case when inputs.has_configured_list then configured.procedure_code is not null end as is_configured,

    -- What is configured and not switched off should be published for the unit, in force, and with the same limit.
    coalesce(inputs.has_published_list and inputs.has_configured_list, false)
    and configured.procedure_code is not null
    and coalesce(configured.is_in_use, true) as is_configuration_used,
    coalesce(configured.is_in_use, true) as is_in_use,
    coalesce(standings.standing in ('own', 'untold'), false) as is_ever_published_here,
    coalesce(standings.is_ended, false) as is_ended,
    coalesce(inputs.has_time_limits and inputs.has_configured_list, false)
    and limits.unit_code is not null as is_limit_compared,
    coalesce(limits.is_same, false) as is_limit_published,
    limits.configured_limit,
    limits.published_limit,
    standings.standing,
    standings.decision,
    standings.authority,
    standings.valid_from,
    standings.valid_to
from pairs
cross join parameters
left join owned on pairs.unit_code = owned.unit_code and pairs.procedure_code = owned.procedure_code
left join used on pairs.unit_code = used.unit_code and pairs.procedure_code = used.procedure_code
left join kind_totals on owned.unit_type = kind_totals.unit_type and pairs.procedure_code = kind_totals.procedure_code
left join configured on pairs.unit_code = configured.unit_code and pairs.procedure_code = configured.procedure_code
left join stg_unit_inputs as inputs on pairs.unit_code = inputs.unit_code
left join unit_procedure_standings as standings
    on pairs.unit_code = standings.unit_code and pairs.procedure_code = standings.procedure_code
left join unit_configured_limits as limits
    on pairs.unit_code = limits.unit_code and pairs.procedure_code = limits.procedure_code
