-- One row per unit and month of the window: whether the extracts tell of all its cases, from which one and until when.
-- What none of them covers is not assessable: neither 0 nor 100%.
with months as (
    select month_start, month_end from stg_months
),

-- A list tells of the units that it names. One without any case tells that its sender had none.
named as (
    select extract_id, unit_code from stg_cases
    union
    select extract_id, sender_unit_code
    from source_extracts
    where kind = 'cases' and rows_read = 0
),

claims as (
    select
        stg_extract_claims.extract_id,
        stg_extract_claims.as_of,
        stg_extract_claims.claim_from,
        stg_extract_claims.claim_to,
        named.unit_code
    from stg_extract_claims
    inner join named on stg_extract_claims.extract_id = named.extract_id
    where stg_extract_claims.tells_all
),

overlapping as (
    select
        claims.unit_code,
        months.month_start,
        claims.extract_id,
        claims.as_of,
        greatest(claims.claim_from, months.month_start) as first_day,
        least(claims.claim_to, months.month_end) as last_day
    from months
    inner join claims on months.month_end >= claims.claim_from and months.month_start <= claims.claim_to
),

-- Days told by several extracts count once.
days as (
    select
        overlapping.unit_code,
        overlapping.month_start,
        count(distinct calendar.calendar_date) as days_covered
    from overlapping
    inner join stg_calendar as calendar
        on overlapping.first_day <= calendar.calendar_date and overlapping.last_day >= calendar.calendar_date
    group by overlapping.unit_code, overlapping.month_start
),

told as (
    select
        unit_code,
        month_start,
        max(as_of) as as_of,
        arg_max(extract_id, (as_of, last_day, extract_id)) as extract_id
    from overlapping
    group by unit_code, month_start
)

select
    units.unit_code,
    units.unit_name,
    units.unit_level,
    months.month_start,
    cast(datediff('day', months.month_start, months.month_end) + 1 as integer) as days_in_month,
    cast(coalesce(days.days_covered, 0) as integer) as days_covered,
    case
        when days.unit_code is null then 'not'
        when days.days_covered = datediff('day', months.month_start, months.month_end) + 1 then 'covered'
        else 'partly'
    end as coverage,
    told.as_of,
    told.extract_id
from stg_units as units
cross join months
left join told on units.unit_code = told.unit_code and months.month_start = told.month_start
left join days on units.unit_code = days.unit_code and months.month_start = days.month_start
where units.unit_code <> 'UNRESOLVED'
