-- One row per case and system that knows it: the due dates against which it may be measured.
--   due_at_original   the first promise
--   due_in_force_at   the first promise, or what a lawful restart put in its place (NĐ 61/2018 Đ19(4)); a
--                   re-appointment never moves it; empty while a lawful request is unanswered, and where nobody can
--                   tell it
--   lawful_due_at     receipt or restart plus the published limit; empty where it is not known
--   reappointed_at    the new date of a slip sent in time (Đ19(9)), the end of that day's office hours
-- due_in_force_basis says why the date in force is what it is:
--   first_promise     no lawful request: nothing stood still
--   restarted         completion of the papers plus the full published limit
--   restart_promise   the date promised after the completion, where the limit is not known
--   restart_unknown   the limit began again, or may have, and from when on is not known
--   waiting           a lawful request is unanswered: no limit runs
--   waiting_unknown   the status says that papers are awaited, and nobody says since when
with parameters as (
    select
        apology_lead_days,
        cast(desk_closes_hour * 3600 as integer) * interval '1' second as closing
    from stg_parameters
),

dated as (
    select
        scope.record_id,
        scope.case_id,
        scope.counts_as,
        scope.awaits,
        scope.due_at,
        promises.due_at_original,
        promises.first_promise_source,
        promises.is_first_promise_known,
        limits.fault,
        limits.limit_unit,
        limits.has_hour,
        limits.is_request_told,
        first_dates.due_at as first_due_at,
        first_dates.latest_due_date as first_latest_date,
        first_dates.latest_due_date_of_unknown_hour as first_latest_date_of_unknown_hour,
        first_dates.counting_text,
        first_dates.due_text,
        coalesce(restarts.restart_standing, case when limits.is_request_told then 'none' else 'not_told' end)
            as restart_standing,
        restarts.restart_standing as told_standing,
        again.restarted_due_at,
        again.latest_due_date as restarted_latest_date,
        coalesce(
            restarts.due_at_after,
            case when cast(scope.due_at as date) > cast(promises.due_at_original as date) then scope.due_at end
        ) as promised_again_at,
        slips.new_due_date,
        slips.slip_date
    from case_scope as scope
    inner join case_first_promises as promises on scope.record_id = promises.record_id
    left join case_limits as limits on scope.case_id = limits.case_id
    left join case_restarts as restarts on scope.case_id = restarts.case_id
    left join case_restart_dates as again on scope.case_id = again.case_id
    left join case_slips as slips on scope.case_key = slips.case_key
    left join deadline_dates as first_dates
        on
            limits.counted_from_date = first_dates.counted_from_date
            and limits.limit_amount = first_dates.limit_amount
            and limits.limit_unit = first_dates.limit_unit
),

stood as (
    select
        dated.*,
        case
            when fault is not null then fault
            when first_due_at is null then 'outside_calendar'
            when told_standing = 'restarted' and restarted_due_at is null then 'outside_calendar'
            else 'ok'
        end as limit_standing,
        -- The desk may promise the next working day where the limit ends on a closed one. What the law counts in days
        -- is kept until the end of the day. A first promise that lies later still stands: it is the applicant's.
        greatest(
            case
                when cast(promised_again_at as date) between cast(restarted_due_at as date) and restarted_latest_date
                    then promised_again_at
                when limit_unit = 'hours' then restarted_due_at
                else cast(cast(restarted_due_at as date) as timestamp)
            end,
            due_at_original
        ) as restarted_limit_at
    from dated
),

based as (
    select
        stood.*,
        case
            when told_standing = 'restarted' and restarted_limit_at is not null and restarted_due_at is not null
                then 'restarted'
            when told_standing = 'restarted' and promised_again_at is not null then 'restart_promise'
            when told_standing in ('restarted', 'unknown') then 'restart_unknown'
            when told_standing = 'waiting' and counts_as = 'pending' then 'waiting'
            when told_standing = 'waiting' then 'restart_unknown'
            when awaits = 'papers' and counts_as = 'pending' and coalesce(told_standing, 'none') = 'none'
                then 'waiting_unknown'
            when due_at_original is not null then 'first_promise'
        end as due_in_force_basis
    from stood
)

select
    record_id,
    case_id,
    due_at_original,
    first_promise_source,
    is_first_promise_known,
    due_in_force_basis,
    case due_in_force_basis
        when 'first_promise' then due_at_original
        when 'restarted' then restarted_limit_at
        when 'restart_promise' then greatest(promised_again_at, due_at_original)
    end as due_in_force_at,
    -- What a moment is compared with, and which answer would then be doubtful: a case that waits lawfully is not late;
    -- one whose limit began again nobody knows when may be late in appearance only; one whose first promise is unknown
    -- may be in time by a moved date only.
    case due_in_force_basis
        when 'first_promise' then due_at_original
        when 'restarted' then restarted_limit_at
        when 'restart_promise' then greatest(promised_again_at, due_at_original)
        when 'waiting' then case when due_at_original is not null then timestamp '9999-12-31' end
        else due_at_original
    end as compared_due_at,
    case
        when due_in_force_basis in ('restart_unknown', 'waiting_unknown') then 'late'
        when due_in_force_basis = 'first_promise' and not is_first_promise_known then 'in_time'
    end as doubt,
    limit_standing,
    restart_standing,
    case when limit_standing = 'ok' then first_due_at end as lawful_due_first_at,
    case
        when limit_standing <> 'ok' then null
        when restart_standing = 'restarted' then restarted_due_at
        when restart_standing in ('none', 'unlawful') then first_due_at
    end as lawful_due_at,
    case
        when limit_standing <> 'ok' or restart_standing in ('unknown', 'not_told') then null
        when restart_standing = 'restarted'
            then greatest(
                case when has_hour then first_latest_date else first_latest_date_of_unknown_hour end,
                restarted_latest_date
            )
        when has_hour then first_latest_date
        else first_latest_date_of_unknown_hour
    end as latest_due_date,
    counting_text,
    due_text,
    -- Once, with a slip sent in time; what a second slip promises does not count.
    case
        when
            datediff('day', slip_date, cast(due_at_original as date)) >= parameters.apology_lead_days
            and new_due_date > cast(due_at_original as date)
            then cast(new_due_date as timestamp) + parameters.closing
    end as reappointed_at
from based
cross join parameters
