-- One row per way in which extracts name a unit (text, district, sender), with the unit it means: null where it
-- fits none or more than one, for a name that still fits two units is reported and never decided here.
with named as (
    select distinct cases.unit, cases.district, extracts.sender_unit_code
    from landed_cases as cases
    inner join source_extracts as extracts on cases.extract_id = extracts.extract_id
    union
    select distinct slips.unit, null, extracts.sender_unit_code
    from landed_apology_slips as slips
    inner join source_extracts as extracts on slips.extract_id = extracts.extract_id
    union
    select distinct configured.unit, null, extracts.sender_unit_code
    from landed_configured_procedures as configured
    inner join source_extracts as extracts on configured.extract_id = extracts.extract_id
),

-- "UBND xã Đăk Long, huyện Đắk Hà, tỉnh Kon Tum": what follows the first comma, dash or bracket is the district.
parts as (
    select
        named.unit,
        named.district,
        named.sender_unit_code,
        nfc_normalize(written(named.unit)) as whole,
        regexp_replace(
            regexp_replace(nfc_normalize(written(named.unit)), '\s*[,(–-]\s*(t|T)ỉnh.*$', ''), '\s+[–-]\s+|\s*\(', ', '
        ) as split,
        nfc_normalize(written(named.district)) as district_written,
        coalesce(sender_districts.unit_name, senders_as_district.unit_name) as sender_district_name
    from named
    left join stg_units as senders on named.sender_unit_code = senders.unit_code
    left join stg_units as sender_districts on senders.district_code = sender_districts.unit_code
    left join stg_units as senders_as_district
        on named.sender_unit_code = senders_as_district.unit_code and senders_as_district.unit_type = 'district'
),

keyed as (
    select
        parts.unit,
        parts.district,
        parts.sender_unit_code,
        parts.whole,
        unit_key(parts.whole) as whole_key,
        unit_key(split_part(parts.split, ',', 1)) as first_key,
        coalesce(
            nullif(regexp_replace(unit_key(split_part(parts.split, ',', 2)), '^[a-z]+:', ''), ''),
            regexp_replace(unit_key(parts.district_written), '^[a-z]+:', '')
        ) as district_key,
        coalesce(regexp_replace(unit_key(parts.sender_district_name), '^[a-z]+:', ''), '') as sender_district_key
    from parts
)

select
    keyed.unit,
    keyed.district,
    keyed.sender_unit_code,
    masked(keyed.whole) as unit_as_written,
    case
        when keyed.whole is null then senders.unit_code
        else coalesce(
            codes.unit_code,
            case when in_district.units = 1 then in_district.unit_code end,
            case when anywhere.units = 1 and districts.district_key is null then anywhere.unit_code end,
            case
                when
                    keyed.district_key is null
                    and coalesce(anywhere.units, 0) <> 1
                    and beside_sender.units = 1
                    and contains(keyed.whole_key, ':')
                    then beside_sender.unit_code
            end
        )
    end as unit_code
from keyed
left join stg_units as senders on keyed.sender_unit_code = senders.unit_code
left join stg_units as codes on keyed.whole = codes.unit_code
left join stg_unit_keys as anywhere on keyed.whole_key = anywhere.unit_key and anywhere.district_key = ''
left join (select distinct district_key from stg_unit_keys where district_key <> '') as districts
    on keyed.district_key = districts.district_key
left join stg_unit_keys as in_district
    on keyed.first_key = in_district.unit_key and keyed.district_key = in_district.district_key
left join stg_unit_keys as beside_sender
    on keyed.whole_key = beside_sender.unit_key and keyed.sender_district_key = beside_sender.district_key
