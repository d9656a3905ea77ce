-- One row per slip of apology, listed once or several times: the case that it names, and whether an extract holds it.
--   known       a system holds one case under the code, or one of that day of receipt
--   several     systems hold several cases under the code
--   not_held    no system holds the code, though the extracts tell all cases of that day and unit
--   not_told    no system holds the code, and no extract tells of that day and unit
--   unreadable  the code has not the lawful form, or there is none
with ordered as (
    select
        slips.*,
        try_strptime(regexp_extract(slips.case_code, '^[0-9A-Z.]+-(\d{6})-\d{1,5}$', 1), '%y%m%d')::date as code_date,
        count(*) over same_slip as times_listed,
        row_number() over (same_slip order by slips.extract_id desc, slips.sheet desc, slips.row_number desc) as recency
    from stg_apology_slips as slips
    window same_slip as (
        partition by
            slips.case_key,
            slips.unit_code,
            slips.slip_number,
            slips.slip_date,
            slips.new_due_date,
            slips.due_date,
            -- What names neither a case nor itself is not told from another one.
            case when slips.case_key is null and slips.slip_number is null then slips.extract_id end,
            case when slips.case_key is null and slips.slip_number is null then slips.row_number end
    )
),

listed as (
    -- Who sent a list for all units below it stands for none of them: the code says whose slip it is.
    select
        ordered.* exclude (unit_code),
        code_units.unit_code as code_unit_code,
        case when chains.unit_code is null then ordered.unit_code else code_units.unit_code end as unit_code
    from ordered
    left join stg_code_units as code_units
        on ordered.code_date is not null and split_part(ordered.case_key, '-', 1) = code_units.code_prefix
    left join stg_unit_chains as chains
        on code_units.unit_code = chains.unit_code and ordered.unit_code = chains.within_code
    where ordered.recency = 1
),

described as (
    select case_key, case_id, record_id, unit_code, received_date
    from stg_case_records
    where record_id = described_by and case_key is not null
),

named as (
    select
        listed.extract_id,
        listed.sheet,
        listed.row_number,
        count(*) as cases_with_code,
        count(*) filter (where described.received_date = listed.received_date) as cases_of_day,
        any_value(described.record_id) as record_id,
        any_value(described.record_id) filter (where described.received_date = listed.received_date) as record_of_day
    from listed
    inner join described on listed.case_key = described.case_key
    group by listed.extract_id, listed.sheet, listed.row_number
),

claimed as (
    select distinct units.unit_code, claims.claim_from, claims.claim_to
    from stg_extract_units as units
    inner join stg_extract_claims as claims on units.extract_number = claims.extract_number
    where claims.tells_all
),

-- The unit that made the slip and the one that the code names may differ: both must be told of.
told as (
    select
        listed.extract_id,
        listed.sheet,
        listed.row_number,
        count(distinct claimed.unit_code) as units_told
    from listed
    inner join claimed
        on
            claimed.unit_code in (listed.unit_code, listed.code_unit_code)
            and listed.code_date between claimed.claim_from and claimed.claim_to
    group by listed.extract_id, listed.sheet, listed.row_number
)

select
    listed.extract_id,
    listed.sheet,
    listed.row_number,
    listed.case_code,
    listed.case_key,
    listed.unit_code,
    listed.code_unit_code,
    listed.code_date,
    listed.slip_number,
    listed.slip_date,
    listed.received_date,
    listed.due_date,
    listed.new_due_date,
    listed.has_reason,
    listed.reason_class,
    listed.times_listed,
    case
        when named.cases_with_code = 1 then named.record_id
        when named.cases_of_day = 1 then named.record_of_day
    end as record_id,
    case
        when named.cases_with_code = 1 or named.cases_of_day = 1 then 'known'
        when named.cases_with_code > 1 then 'several'
        when listed.code_date is null then 'unreadable'
        when
            told.units_told
            = (listed.unit_code is not null)::integer
            + coalesce(listed.code_unit_code <> coalesce(listed.unit_code, ''), false)::integer
            then 'not_held'
        else 'not_told'
    end as case_standing
from listed
left join named
    on
        listed.extract_id = named.extract_id
        and listed.sheet is not distinct from named.sheet
        and listed.row_number = named.row_number
left join told
    on
        listed.extract_id = told.extract_id
        and listed.sheet is not distinct from told.sheet
        and listed.row_number = told.row_number
