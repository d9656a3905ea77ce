-- One row per acknowledged exception that has run out or that no finding answers to.
with entries as (
    select
        trim(rule_id) as rule_id,
        nullif(trim(case_id), '') as case_id,
        nullif(trim(unit_code), '') as unit_code,
        try_cast(valid_until as date) as valid_until
    from ref_acknowledged
)

select
    entries.rule_id,
    entries.case_id,
    entries.unit_code,
    case
        when entries.valid_until < parameters.window_to then 'expired'
        when entries.case_id is null and entries.unit_code is null then 'names_nothing'
        else 'no_finding'
    end as why
from entries
cross join stg_parameters as parameters
where
    entries.valid_until < parameters.window_to
    or not exists (
        select 1
        from listed_findings as findings
        where
            findings.rule_id = entries.rule_id
            and (entries.case_id is not null or entries.unit_code is not null)
            and coalesce(entries.case_id = findings.case_id, entries.case_id is null)
            and coalesce(entries.unit_code = findings.unit_code, entries.unit_code is null)
    )
