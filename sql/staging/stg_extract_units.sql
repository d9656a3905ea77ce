-- One row per extract and unit named in it: first and last day of receipt of its cases, whether there are closed and
-- open ones among them, their sectors and procedures. That is what the extract can be asked for.
with grouped as (
    select
        extract_id,
        unit_code,
        sector,
        procedure_code,
        channel,
        min(received_at)::date as first_date,
        max(received_at)::date as last_date,
        bool_or(finished_at is not null or returned_at is not null or is_status_closed)
            as has_closed,
        bool_or(finished_at is null and returned_at is null and not is_status_closed)
            as has_open
    from stg_cases
    where unit_code <> 'UNRESOLVED' and case_key is not null
    group by all
),

-- Where the title writes the days of a period out ("Từ ngày … đến ngày …"), the extract speaks for all of it. A year or
-- quarter by name may be begun or ended anywhere in it.
periods as (
    select extract_id, try_cast(period_from as date) as period_from, try_cast(period_to as date) as period_to
    from source_extracts
    where period_kind = 'days'
)

select
    extracts.extract_number,
    extracts.system_rank,
    grouped.unit_code,
    least(min(grouped.first_date), any_value(periods.period_from)) as first_date,
    greatest(max(grouped.last_date), any_value(periods.period_to)) as last_date,
    bool_or(grouped.has_closed) as has_closed,
    bool_or(grouped.has_open) as has_open,
    list(distinct grouped.channel) filter (where grouped.channel is not null) as channels,
    bool_and(grouped.channel is not null) as has_all_channels,
    list(distinct fold_text(grouped.sector)) filter (where grouped.sector is not null) as sectors,
    list(distinct grouped.procedure_code) filter (where grouped.procedure_code is not null) as procedures
from grouped
inner join stg_case_extracts as extracts on grouped.extract_id = extracts.extract_id
left join periods on grouped.extract_id = periods.extract_id
group by all
