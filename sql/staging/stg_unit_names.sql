-- One row per way in which extracts name a unit (text, district, sender), with the unit it means, null where that is to
-- be resolved. The text is shown where it is a unit's name but for at most two letters and begins as one does, or where
-- it is a known name or code. Anything else could be a person's name that went astray, and is masked.
with likeness as (
    select
        unit,
        min(edits) as edits,
        bool_or(reason in ('same_name', 'name_beside_code')) as is_known
    from stg_unit_candidates
    group by all
),

districts as (
    select distinct decisions.district
    from stg_unit_decisions as decisions
    inner join stg_unit_keys as keys on unit_key(decisions.district) = keys.unit_key
)

select
    decisions.unit,
    decisions.district,
    decisions.sender_unit_code,
    case
        when decisions.unit is null or decisions.problem = 'empty' then null
        when decisions.is_typed or likeness.is_known or decisions.problem = 'ambiguous'
            then masked(nfc_normalize(written(decisions.unit)))
        when decisions.unit_code is not null then units.unit_name
        when
            likeness.edits <= 2
            and regexp_matches(
                fold_text(decisions.unit),
                '^(xa|phuong|thi tran|tt|huyen|thanh pho|tp|tinh|ubnd|hdnd|uy ban|so|chi nhanh|cn|van phong|vp'
                || '|bo phan|bp|trung tam|mot cua)'
            )
            then masked(nfc_normalize(written(decisions.unit)))
        when regexp_full_match(trim(decisions.unit), '[0-9]{1,5}|[0-9.]{2,10}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}[0-9.]{2,10}')
            then trim(decisions.unit)
        else '***'
    end as unit_as_written,
    case
        when coalesce(unit_key(decisions.district), '') = '' then null
        when districts.district is not null then masked(nfc_normalize(written(decisions.district)))
        else '***'
    end as district_as_written,
    decisions.unit_code,
    decisions.problem
from stg_unit_decisions as decisions
left join stg_units as units on decisions.unit_code = units.unit_code
left join likeness on decisions.unit = likeness.unit
left join districts on decisions.district = districts.district
