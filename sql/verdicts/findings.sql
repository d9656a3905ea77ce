-- One row per finding; its id stays the same from run to run. An acknowledged finding stays, marked.
with listed as (
    select * from listed_findings
),

acknowledged as (
    select
        trim(rule_id) as rule_id,
        nullif(trim(case_id), '') as case_id,
        nullif(trim(unit_code), '') as unit_code
    from ref_acknowledged
    cross join stg_parameters as parameters
    where
        -- `valid_from` tells since when it is agreed, which is after the window it speaks of.
        coalesce(try_cast(valid_until as date), parameters.window_to) >= parameters.window_to
)

select
    left(
        md5(
            concat_ws(
                '|',
                listed.rule_id,
                listed.unit_code,
                coalesce(listed.case_id, ''),
                coalesce(listed.procedure_code, ''),
                listed.thing
            )
        ), 16
    ) as finding_id,
    listed.rule_id,
    listed.kind,
    listed.unit_code,
    units.unit_name,
    listed.case_id,
    listed.procedure_code,
    listed.thing,
    listed.observed,
    listed.expected,
    listed.explanation,
    exists(
        select 1 from acknowledged
        where
            acknowledged.rule_id = listed.rule_id
            and (acknowledged.case_id is not null or acknowledged.unit_code is not null)
            and coalesce(acknowledged.case_id = listed.case_id, acknowledged.case_id is null)
            and coalesce(acknowledged.unit_code = listed.unit_code, acknowledged.unit_code is null)
    ) as is_acknowledged
from listed
left join stg_units as units on listed.unit_code = units.unit_code
