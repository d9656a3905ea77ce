-- One row per unit with accepted cases: how many due dates could be recomputed and why others could not, how the
-- promised dates stand to the lawful ones, and the late cases by the lawful, the promised and the moved date.
with deadlines as (
    select
        *,
        -- Late by which date is compared over the same cases, so that what cannot be told tilts none of the rates.
        lawful_due_at is not null and late_days_lawful is not null and late_days_promised is not null as is_judged
    from case_deadlines
),

counted as (
    select
        unit_code,
        count(*) as cases,
        count(case when limit_standing = 'ok' then 1 end) as with_lawful_limit,
        count(case when limit_standing = 'no_receipt' then 1 end) as without_receipt,
        count(case when limit_standing = 'no_procedure' then 1 end) as without_procedure,
        count(case when limit_standing = 'no_list' then 1 end) as without_list,
        count(case when limit_standing = 'not_published' then 1 end) as not_published,
        count(case when limit_standing = 'no_limit' then 1 end) as without_limit,
        count(case when limit_standing = 'several_limits' then 1 end) as with_several_limits,
        count(case when limit_standing = 'outside_calendar' then 1 end) as outside_calendar,
        count(case when restart_standing = 'restarted' then 1 end) as restarted,
        count(case when padding_days is not null then 1 end) as compared,
        count(case when padding_days > 0 then 1 end) as padded,
        count(case when padding_days = 0 and squeeze_days > 0 then 1 end) as squeezed,
        count(case when padding_days = 0 and squeeze_days = 0 then 1 end) as as_published,
        percentile_cont(0.5) within group (order by case when padding_days > 0 then padding_days end)
            as median_padding_days,
        count(case when is_judged then 1 end) as judged,
        count(case when is_judged and late_days_lawful > 0 then 1 end) as late_by_lawful,
        count(case when is_judged and late_days_promised > 0 then 1 end) as late_by_promised,
        count(case when is_judged and late_days_moved > 0 then 1 end) as late_by_moved,
        count(case when is_judged and late_days_lawful > 0 and late_days_promised = 0 then 1 end) as late_by_lawful_only
    from deadlines
    group by unit_code
)

select
    counted.unit_code,
    units.unit_name,
    units.unit_level,
    units.unit_type,
    counted.cases,
    counted.with_lawful_limit,
    counted.without_receipt,
    counted.without_procedure,
    counted.without_list,
    counted.not_published,
    counted.without_limit,
    counted.with_several_limits,
    counted.outside_calendar,
    counted.restarted,
    counted.compared,
    counted.padded,
    counted.squeezed,
    counted.as_published,
    share_of(counted.padded, counted.compared) as padded_rate,
    share_of(counted.squeezed, counted.compared) as squeezed_rate,
    counted.median_padding_days,
    counted.judged,
    counted.late_by_lawful,
    counted.late_by_promised,
    case when inputs.has_slip_list then counted.late_by_moved end as late_by_moved,
    counted.late_by_lawful_only,
    share_of(counted.late_by_lawful, counted.judged) as late_by_lawful_rate,
    share_of(counted.late_by_promised, counted.judged) as late_by_promised_rate,
    case when inputs.has_slip_list then share_of(counted.late_by_moved, counted.judged) end
        as late_by_moved_rate
from counted
left join stg_unit_inputs as inputs on counted.unit_code = inputs.unit_code
left join stg_units as units on counted.unit_code = units.unit_code
