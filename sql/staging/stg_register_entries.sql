-- One row per case in a paper register (Mẫu 06 of TT 01/2018) of a unit, year and number it has there. A register typed
-- off twice holds an entry twice: that is one.
select distinct
    unit_code,
    extract('year' from received_at)::integer as register_year,
    register_number,
    case_key
from stg_cases
where
    source_system = 'paper_register'
    and unit_code <> 'UNRESOLVED'
    and register_number > 0
    and case_key is not null
    and received_at is not null
