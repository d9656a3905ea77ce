-- One row per case and field that differs between two extracts: suspicious ones first, then by unit name.
select
    unit_name,
    case_id,
    field,
    coalesce(
        case when field like '%_at' then strftime(try_cast(value_before as timestamp), '%d/%m/%Y %H:%M') end,
        value_before
    ) as value_before,
    coalesce(
        case when field like '%_at' then strftime(try_cast(value_after as timestamp), '%d/%m/%Y %H:%M') end,
        value_after
    ) as value_after,
    is_suspicious,
    change,
    was_closed,
    was_past_due,
    source_system,
    file_before,
    file_after
from case_changes
order by
    not is_suspicious,
    unit_code = 'UNRESOLVED',
    strip_accents(translate(unit_name, 'Đđ', 'Dd')),
    unit_code,
    case_id,
    source_system,
    file_before,
    field
