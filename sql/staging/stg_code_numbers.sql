-- One row per unit, day and running number that a lawful case code of that unit and day has in any extract. A code
-- counts for the unit that received the case and for the unit that it names: where the two differ (rule A3U), the
-- number is missing at neither.
with described as (
    select
        unit_code,
        received_date,
        source_system not in ('national_portal', 'paper_register') as is_in_a_system,
        split_part(case_key, '-', 1) as code_prefix,
        strptime(split_part(case_code, '-', 2), '%y%m%d')::date as code_date,
        split_part(case_code, '-', 3)::integer as number
    from stg_case_records
    where record_id = described_by and is_lawful_code(case_code)
),

told as (
    select unit_code, code_date, received_date, is_in_a_system, number
    from described
    union all
    select
        code_units.unit_code,
        described.code_date,
        described.received_date,
        described.is_in_a_system,
        described.number
    from described
    inner join stg_code_units as code_units
        on described.code_prefix = code_units.code_prefix and described.unit_code <> code_units.unit_code
),

claimed as (
    select distinct units.unit_code, claims.claim_from, claims.claim_to
    from stg_extract_units as units
    inner join stg_extract_claims as claims on units.extract_number = claims.extract_number
    where claims.tells_all
)

-- A number counts as given out wherever it is found. How far the numbers of a day went is told only by the unit's own
-- system, and only by codes whose day is the day of receipt (rule A3).
select
    told.unit_code,
    told.code_date,
    told.number,
    bool_or(is_in_a_system and code_date is not distinct from received_date) as is_of_the_day,
    -- Of the days before an extract's period it holds the cases carried over, which leave gaps by design.
    bool_or(claimed.unit_code is not null) as is_claimed_day
from told
left join claimed
    on told.unit_code = claimed.unit_code and told.code_date between claimed.claim_from and claimed.claim_to
where told.unit_code <> 'UNRESOLVED'
group by told.unit_code, told.code_date, told.number
