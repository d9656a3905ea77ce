-- One row per way of naming a unit that is to be resolved: where it stands first, how many rows wait for it, its best
-- candidates, the row to add to unit_aliases.csv. What has no name to show and no candidate is one row per sheet.
with candidates as (
    select
        unit,
        district,
        sender_unit_code,
        max(case when place = 1 then unit_code end) as candidate_1_code,
        max(case when place = 1 then unit_name end) as candidate_1_name,
        max(case when place = 1 then score end) as candidate_1_score,
        max(case when place = 1 then reason end) as candidate_1_reason,
        max(case when place = 2 then unit_code end) as candidate_2_code,
        max(case when place = 2 then unit_name end) as candidate_2_name,
        max(case when place = 2 then score end) as candidate_2_score,
        max(case when place = 2 then reason end) as candidate_2_reason,
        max(case when place = 3 then unit_code end) as candidate_3_code,
        max(case when place = 3 then unit_name end) as candidate_3_name,
        max(case when place = 3 then score end) as candidate_3_score,
        max(case when place = 3 then reason end) as candidate_3_reason
    from stg_unit_candidates
    group by all
),

-- The district in which an alias would hold: the one written beside the name, else the sender's.
districts as (
    select texts.district, min(units.unit_code) as unit_code
    from (select distinct district from stg_unit_names) as texts
    inner join stg_unit_keys as keys on unit_key(texts.district) = keys.unit_key
    inner join stg_units as units on keys.unit_code = units.unit_code and units.unit_type = 'district'
    group by all
    having count(distinct units.unit_code) = 1
),

named as (
    select
        names.unit,
        names.district,
        names.sender_unit_code,
        names.unit_as_written,
        names.district_as_written,
        names.problem,
        coalesce(districts.unit_code, senders.district_code) as alias_district_code,
        coalesce(names.unit_as_written, '***') = '***' and candidates.candidate_1_code is null as is_nameless,
        candidates.* exclude (unit, district, sender_unit_code)
    from stg_unit_names as names
    left join candidates
        on
            names.unit = candidates.unit
            and names.district is not distinct from candidates.district
            and names.sender_unit_code is not distinct from candidates.sender_unit_code
            and (names.unit_as_written <> '***' or candidates.candidate_1_score >= 0.75)
    left join districts on names.district = districts.district
    left join stg_units as senders on names.sender_unit_code = senders.unit_code
    where names.problem is not null and exists (select 1 from ref_units)
),

placed as (
    select
        named.* exclude (unit, district),
        extracts.file_name,
        mentions.sheet,
        mentions.row_number,
        mentions.mentions,
        mentions.unit,
        case
            when named.is_nameless then concat_ws('|', extracts.file_name, mentions.sheet)
            else to_json([mentions.unit, mentions.district])::varchar
        end as spelling
    from named
    inner join stg_unit_mentions as mentions
        on
            named.unit is not distinct from mentions.unit
            and named.district is not distinct from mentions.district
            and named.sender_unit_code is not distinct from mentions.sender_unit_code
    inner join source_extracts as extracts on mentions.extract_id = extracts.extract_id
),

firsts as (
    select
        placed.*,
        row_number() over (
            partition by spelling, sender_unit_code, problem, unit_as_written, district_as_written
            order by file_name, sheet, row_number
        ) as turn,
        sum(mentions) over (
            partition by spelling, sender_unit_code, problem, unit_as_written, district_as_written
        )::bigint as rows_affected,
        count(distinct file_name) over (
            partition by spelling, sender_unit_code, problem, unit_as_written, district_as_written
        ) as files
    from placed
)

select
    unit_as_written,
    district_as_written,
    sender_unit_code,
    problem,
    rows_affected,
    files,
    file_name,
    sheet,
    row_number,
    candidate_1_code,
    candidate_1_name,
    candidate_1_score,
    candidate_1_reason,
    candidate_2_code,
    candidate_2_name,
    candidate_2_score,
    candidate_2_reason,
    candidate_3_code,
    candidate_3_name,
    candidate_3_score,
    candidate_3_reason,
    case
        when
            unit_as_written <> '***'
            and not regexp_full_match(unit_key(unit), 'xa|phuong|thitran|tt|huyen|thanhpho|tp|tinh')
            then concat_ws(
                ',',
                case
                    when regexp_matches(unit_as_written, '[",]') then '"' || replace(unit_as_written, '"', '""') || '"'
                    else unit_as_written
                end,
                coalesce(alias_district_code, ''), '', ''
            )
    end as alias_row
from firsts
where turn = 1
