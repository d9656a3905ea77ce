-- One row per staged row whose case code, read as case_key, stands in other rows too: which case it tells of, and which
-- row describes that case, in its system and over all systems. Rows are told by their row_id.
with repeated as (
    select case_key, row_number() over () as key_id
    from stg_cases
    where case_key is not null
    group by case_key
    having count(*) > 1
),

rows_told as (
    select
        cases.row_id,
        repeated.key_id,
        regexp_full_match(cases.case_code, '[0-9A-Z.]+-\d{6}-\d{4,5}') as is_lawful_code,
        extracts.system_rank,
        extracts.extract_number,
        extracts.moment_number,
        coalesce(extracts.sender_unit_code, '') as sender_unit_code,
        code_units.unit_code is not null as is_unit_of_code,
        extracts.extract_number * 1000000000 + cases.row_number as place,
        nullif(cases.unit_code, 'UNRESOLVED') as unit_code,
        cases.received_at::date as received_date,
        cases.procedure_code,
        cases.applicant_key,
        concat_ws(
            '|', coalesce(cases.received_at::date::varchar, ''), coalesce(cases.procedure_code, ''),
            coalesce(cases.applicant_key, '')
        ) as variant
    from stg_cases as cases
    inner join repeated on cases.case_key = repeated.case_key
    inner join stg_case_extracts as extracts on cases.extract_id = extracts.extract_id
    left join stg_code_units as code_units
        on cases.unit_code = code_units.unit_code and split_part(cases.case_key, '-', 1) = code_units.code_prefix
),

in_one_extract as (
    select
        key_id,
        system_rank,
        extract_number,
        count(*) as rows_with_code,
        min(variant) = max(variant) as is_one_variant,
        min(unit_code) as first_unit,
        max(unit_code) as last_unit,
        min(received_date) as received_date,
        min(procedure_code) as procedure_code,
        min(applicant_key) as applicant_key,
        min(sender_unit_code) as sender_unit_code
    from rows_told
    group by all
),

-- Where every extract of a system knows one record under the code, of one unit, a difference between them is a
-- correction of the same case. Everywhere else records of another day of receipt, procedure or applicant are different
-- cases: a reused code must not swallow a case.
in_one_system as (
    select
        key_id,
        system_rank,
        max(rows_with_code) as rows_with_code,
        bool_and(is_one_variant)
        and (
            coalesce(min(first_unit) = max(last_unit), true)
            -- The lists of two bodies, as of a commune and its district, may both hold a case, each under its own unit.
            or (
                count(distinct sender_unit_code) > 1
                and count(distinct received_date) <= 1
                and count(distinct procedure_code) <= 1
                and count(distinct applicant_key) <= 1
            )
        ) as is_one_case,
        count(distinct sender_unit_code) > 1 as has_several_senders
    from in_one_extract
    group by all
),

system_cases as (
    select
        rows_told.key_id,
        rows_told.system_rank,
        case when in_one_system.is_one_case then '' else rows_told.variant end as same_case,
        max(in_one_system.rows_with_code) as rows_with_code,
        min(rows_told.place) as first_place,
        arg_max(rows_told.row_id, rows_told.place) as current_row,
        bool_and(rows_told.is_lawful_code) as is_lawful_code,
        arg_max(rows_told.unit_code, rows_told.place) as unit_code,
        -- Of two bodies' lists the case is the unit's that its code names, else the sender's own.
        case
            when bool_or(in_one_system.has_several_senders)
                then arg_max(
                    rows_told.unit_code,
                    (
                        rows_told.is_unit_of_code,
                        coalesce(rows_told.unit_code = rows_told.sender_unit_code, false),
                        rows_told.place
                    )
                )
        end as receiving_unit_code,
        arg_max(rows_told.received_date, rows_told.place) as received_date,
        arg_max(rows_told.procedure_code, rows_told.place) as procedure_code,
        arg_max(rows_told.applicant_key, rows_told.place) as applicant_key
    from rows_told
    inner join in_one_system
        on rows_told.key_id = in_one_system.key_id and rows_told.system_rank = in_one_system.system_rank
    group by all
),

several_systems as (
    select key_id, bool_and(cases = 1) as is_one_each
    from (select key_id, system_rank, count(*) as cases from system_cases group by all) as counted
    group by key_id
    having count(*) > 1
),

-- Two systems that know one case each under a code know the same one, if its unit or day agrees, or, for a code of the
-- lawful form, which names a unit and a day itself, its procedure or applicant. Else they are matched by the day of
-- receipt (and the unit, where the code is of another form), those first that agree in all.
beside_leading as (
    select
        cases.*,
        several.is_one_each,
        first_value(cases.unit_code) over by_rank as leading_unit,
        first_value(cases.received_date) over by_rank as leading_date,
        first_value(cases.procedure_code) over by_rank as leading_procedure,
        first_value(cases.applicant_key) over by_rank as leading_applicant,
        count(*) over (partition by cases.key_id, cases.same_case) as systems_alike
    from system_cases as cases
    inner join several_systems as several on cases.key_id = several.key_id
    window by_rank as (partition by cases.key_id order by cases.system_rank, cases.first_place)
),

matched as (
    select
        key_id,
        system_rank,
        same_case,
        case
            when
                is_one_each
                and (
                    coalesce(unit_code = leading_unit, is_lawful_code)
                    or received_date = leading_date
                    or (is_lawful_code and (procedure_code = leading_procedure or applicant_key = leading_applicant))
                )
                then ''
            else concat_ws(
                '|', coalesce(received_date::varchar, ''), case when not is_lawful_code then unit_code end,
                row_number() over (
                    partition by key_id, system_rank, received_date, case when not is_lawful_code then unit_code end
                    order by systems_alike desc, same_case asc
                )
            )
        end as identity
    from beside_leading
),

identified as (
    select system_cases.*, coalesce(matched.identity, system_cases.same_case) as identity
    from system_cases
    left join matched
        on
            system_cases.key_id = matched.key_id
            and system_cases.system_rank = matched.system_rank
            and system_cases.same_case = matched.same_case
),

described as (
    select
        key_id,
        identity,
        arg_min(current_row, system_rank) as described_by,
        row_number() over (partition by key_id order by min(system_rank), min(first_place)) as case_number
    from identified
    group by key_id, identity
)

select
    rows_told.row_id,
    rows_told.system_rank,
    rows_told.extract_number,
    rows_told.place,
    rows_told.moment_number,
    rows_told.sender_unit_code,
    identified.current_row,
    identified.receiving_unit_code,
    described.described_by,
    described.case_number,
    identified.rows_with_code,
    rows_told.place = max(rows_told.place) over (partition by identified.current_row, rows_told.extract_number)
        as is_last_in_extract
from rows_told
inner join in_one_system
    on rows_told.key_id = in_one_system.key_id and rows_told.system_rank = in_one_system.system_rank
inner join identified
    on
        rows_told.key_id = identified.key_id
        and rows_told.system_rank = identified.system_rank
        and identified.same_case = case when in_one_system.is_one_case then '' else rows_told.variant end
inner join described on identified.key_id = described.key_id and identified.identity = described.identity
