-- One row per case to look at, at a unit with a signal: those that show it, drawn by lot (the same in every run) where
-- there are more than an inspector can look at.
with parameters as (
    select * from stg_parameters
),

signals as (
    select judged.rule_id, judged.unit_code, judged.usual
    from judged_units as judged
    inner join unit_signals as signals
        on judged.rule_id = signals.rule_id and judged.unit_code = signals.unit_code and signals.is_signal
),

batches as (
    select endings.unit_code, endings.end_minute
    from signal_endings as endings
    cross join parameters
    where endings.has_time
    group by endings.unit_code, endings.end_minute, parameters.same_minute_cases
    having count(*) >= parameters.same_minute_cases
),

showing as (
    select
        signals.rule_id,
        endings.unit_code,
        endings.case_id,
        endings.finished_at,
        row_number() over (
            partition by signals.rule_id, endings.unit_code
            order by md5(concat(signals.rule_id, '|', endings.case_id)), endings.case_id
        ) as drawn
    from signals
    inner join signal_endings as endings on signals.unit_code = endings.unit_code
    left join batches on endings.unit_code = batches.unit_code and endings.end_minute = batches.end_minute
    where
        case signals.rule_id
            when 'D1' then endings.promised_working_days > 0 and endings.is_on_due_date
            when 'D1T' then endings.has_time and endings.minute_of_day = signals.usual
            when 'D2' then endings.has_time and batches.unit_code is not null
            when 'D2P' then endings.is_period_end
            when 'D5' then endings.is_off_hours
            when 'D7'
                then
                    endings.promised_working_days > 1
                    and endings.used_working_days > 0
                    and endings.working_days_before_due = signals.usual
            else false
        end
)

select
    showing.rule_id,
    showing.unit_code,
    showing.case_id,
    showing.finished_at
from showing
cross join parameters
where showing.drawn <= parameters.signal_cases_most
