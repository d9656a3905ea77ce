-- One row per unit and period with petitions in it: how they stood at the period's end.
with petitions as (
    select
        petitions.*,
        parameters.grain,
        -- An open one is measured at the period's end, but not after the day on which it was last seen.
        case when petitions.answered_at is null then petitions.measured_at end as seen_until
    from petitions
    cross join stg_parameters as parameters
    where petitions.is_in_scope
),

placed as (
    select
        petitions.unit_code,
        periods.period_id,
        case
            when petitions.outcome in ('rejected', 'undated') then petitions.outcome
            when cast(petitions.answered_at as date) <= periods.period_to then petitions.outcome
            when petitions.due_at is null then 'undated'
            when
                petitions.grain = 'clock'
                and has_hour(petitions.due_at)
                and petitions.due_at
                < least(end_of_day(periods.period_to), coalesce(petitions.seen_until, end_of_day(periods.period_to)))
                then 'pending_overdue'
            when
                cast(petitions.due_at as date)
                < least(periods.period_to, coalesce(cast(petitions.seen_until as date), periods.period_to))
                then 'pending_overdue'
            else 'pending_in_time'
        end as outcome
    from petitions
    inner join stg_evaluation_periods as periods
        on
            coalesce(cast(petitions.received_at as date), periods.period_from) <= periods.period_to
            and coalesce(cast(petitions.answered_at as date), periods.period_to) >= periods.period_from
)

select
    unit_code,
    period_id,
    count(*) as petitions,
    count(case when outcome in ('answered_in_time', 'answered_late', 'pending_overdue') then 1 end) as judged,
    count(case when outcome = 'answered_in_time' then 1 end) as in_time,
    count(case when outcome = 'pending_overdue' then 1 end) as overdue,
    count(case when outcome = 'undated' then 1 end) as undated
from placed
group by unit_code, period_id
