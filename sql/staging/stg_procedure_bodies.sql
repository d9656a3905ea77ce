-- One row per published procedure, validity and unit that carries it out.
select distinct
    carriers.unit_code,
    published.procedure_code,
    published.procedure_name,
    published.time_limit,
    published.limit_amount,
    published.limit_unit,
    published.decision,
    published.valid_from,
    published.valid_to
from stg_published_procedures as published
inner join stg_procedure_carriers as carriers
    on
        published.authority_key = carriers.authority_key
        and published.unit_level is not distinct from carriers.unit_level
