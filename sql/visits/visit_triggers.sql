-- One row per unit and reason to come unannounced: since when, how much of it, why now and what to look at first. No
-- score: each stands for itself, and none is a verdict.
with parameters as (
    select *, window_to - cast(trigger_days as integer) as lately from stg_parameters
),

recent_petitions as (
    select petitions.*
    from petitions
    cross join parameters
    where petitions.is_in_scope and cast(petitions.received_at as date) > parameters.lately
),

changes as (
    select changes.unit_code, changes.case_id, cast(extracts.as_of as date) as seen_on
    from case_changes as changes
    inner join extracts on changes.extract_after = extracts.extract_id
    where changes.is_suspicious
),

vanished as (
    select vanished_cases.unit_code, vanished_cases.case_id, cast(extracts.as_of as date) as seen_on
    from vanished_cases
    inner join extracts on vanished_cases.missing_from_extract = extracts.extract_id
),

-- Late cases without a slip in every one of the last months.
unslipped as (
    select
        missing.unit_code,
        missing.case_id,
        cast(missing.due_at_original as date) as due_date,
        date_trunc('month', missing.due_at_original) as due_month
    from missing_apologies as missing
    cross join parameters
    where
        missing.apology_status = 'missing'
        and missing.due_at_original
        >= date_trunc('month', parameters.window_to) - to_months(cast(parameters.trigger_months as integer) - 1)
        and cast(missing.due_at_original as date) <= parameters.window_to
),

found as (
    select
        unit_code,
        'petitions' as trigger_code,
        cast(null as varchar) as rule_id,
        min(cast(received_at as date)) as since_date,
        count(*) as value,
        cast(null as bigint) as denominator
    from recent_petitions
    cross join parameters
    group by unit_code, parameters.trigger_petitions
    having count(*) >= parameters.trigger_petitions
    union all
    select unit_code, 'petitions_late', null, min(cast(received_at as date)), count(*), null
    from recent_petitions
    where outcome in ('answered_late', 'pending_overdue')
    group by unit_code
    union all
    select
        signals.unit_code,
        'signal',
        signals.rule_id,
        (
            select min(cast(showing.finished_at as date)) from signal_cases as showing
            where showing.unit_code = signals.unit_code and showing.rule_id = signals.rule_id
        ),
        cast(signals.cases_showing as bigint),
        cast(signals.cases_compared as bigint)
    from unit_signals as signals
    where signals.is_signal
    union all
    select unit_code, 'altered', 'D9', min(seen_on), count(distinct case_id), null
    from changes
    group by unit_code
    union all
    select unit_code, 'vanished', 'D11', min(seen_on), count(distinct case_id), null
    from vanished
    group by unit_code
    union all
    select unslipped.unit_code, 'slips_missing', 'B5', min(unslipped.due_date), count(*), null
    from unslipped
    cross join parameters
    group by unslipped.unit_code, parameters.trigger_months
    having count(distinct unslipped.due_month) >= parameters.trigger_months
    union all
    select unit_code, 'late_jump', 'B1', since_date, late_lately, completed_lately
    from late_jumps
)

select
    found.unit_code,
    units.unit_name,
    units.unit_level,
    units.district_code,
    districts.unit_name as district_name,
    found.trigger_code,
    found.rule_id,
    found.since_date,
    found.value,
    found.denominator,
    found.trigger_code as why_now,
    found.trigger_code as look_first,
    exists(
        select 1 from visit_choices as choices where choices.unit_code = found.unit_code and choices.is_visited
    ) as is_visited
from found
inner join stg_units as units on found.unit_code = units.unit_code
left join stg_units as districts on units.district_code = districts.unit_code
where found.unit_code <> 'UNRESOLVED'
