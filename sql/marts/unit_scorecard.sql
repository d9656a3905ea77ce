-- One row per unit of a known level: its rates side by side, each with its denominator, interval, shrunk rate and
-- standing.
with rates as (
    select * from unit_rates
),

counted as (
    select
        unit_code,
        unit_name,
        unit_level,
        unit_type,
        count(case when standing not in ('not_assessable', 'too_few_cases', 'too_few_peers') then 1 end)
            as measures_compared,
        count(case when standing = 'worse' then 1 end) as measures_worse,
        count(case when standing = 'worse_than_common' then 1 end) as measures_worse_than_common,
        count(case when standing = 'better' then 1 end) as measures_better
    from rates
    group by unit_code, unit_name, unit_level, unit_type
)

select
    counted.unit_code,
    counted.unit_name,
    counted.unit_level,
    counted.unit_type,
    counted.measures_compared,
    counted.measures_worse,
    counted.measures_worse_than_common,
    counted.measures_better,
    late.denominator as late_denominator,
    late.rate as late_rate,
    late.low_rate as late_low_rate,
    late.high_rate as late_high_rate,
    late.shrunk_rate as late_shrunk_rate,
    late.standing as late_standing,
    late.rank_from as late_rank_from,
    late.rank_to as late_rank_to,
    nullif(late.compared_units, 0) as late_compared_units,
    overdue.denominator as overdue_denominator,
    overdue.rate as overdue_rate,
    overdue.low_rate as overdue_low_rate,
    overdue.high_rate as overdue_high_rate,
    overdue.shrunk_rate as overdue_shrunk_rate,
    overdue.standing as overdue_standing,
    overdue.rank_from as overdue_rank_from,
    overdue.rank_to as overdue_rank_to,
    nullif(overdue.compared_units, 0) as overdue_compared_units,
    late_by_law.denominator as late_by_law_denominator,
    late_by_law.rate as late_by_law_rate,
    late_by_law.low_rate as late_by_law_low_rate,
    late_by_law.high_rate as late_by_law_high_rate,
    late_by_law.shrunk_rate as late_by_law_shrunk_rate,
    late_by_law.standing as late_by_law_standing,
    late_by_law.rank_from as late_by_law_rank_from,
    late_by_law.rank_to as late_by_law_rank_to,
    nullif(late_by_law.compared_units, 0) as late_by_law_compared_units,
    padded.denominator as padded_denominator,
    padded.rate as padded_rate,
    padded.low_rate as padded_low_rate,
    padded.high_rate as padded_high_rate,
    padded.shrunk_rate as padded_shrunk_rate,
    padded.standing as padded_standing,
    padded.rank_from as padded_rank_from,
    padded.rank_to as padded_rank_to,
    nullif(padded.compared_units, 0) as padded_compared_units,
    slip_missing.denominator as slip_missing_denominator,
    slip_missing.rate as slip_missing_rate,
    slip_missing.low_rate as slip_missing_low_rate,
    slip_missing.high_rate as slip_missing_high_rate,
    slip_missing.shrunk_rate as slip_missing_shrunk_rate,
    slip_missing.standing as slip_missing_standing,
    slip_missing.rank_from as slip_missing_rank_from,
    slip_missing.rank_to as slip_missing_rank_to,
    nullif(slip_missing.compared_units, 0) as slip_missing_compared_units,
    online.denominator as online_denominator,
    online.rate as online_rate,
    online.low_rate as online_low_rate,
    online.high_rate as online_high_rate,
    online.shrunk_rate as online_shrunk_rate,
    online.standing as online_standing,
    online.rank_from as online_rank_from,
    online.rank_to as online_rank_to,
    nullif(online.compared_units, 0) as online_compared_units,
    petition_late.denominator as petition_late_denominator,
    petition_late.rate as petition_late_rate,
    petition_late.low_rate as petition_late_low_rate,
    petition_late.high_rate as petition_late_high_rate,
    petition_late.shrunk_rate as petition_late_shrunk_rate,
    petition_late.standing as petition_late_standing,
    petition_late.rank_from as petition_late_rank_from,
    petition_late.rank_to as petition_late_rank_to,
    nullif(petition_late.compared_units, 0) as petition_late_compared_units
from counted
left join rates as late on counted.unit_code = late.unit_code and late.measure = 'late'
left join rates as overdue on counted.unit_code = overdue.unit_code and overdue.measure = 'overdue'
left join rates as late_by_law on counted.unit_code = late_by_law.unit_code and late_by_law.measure = 'late_by_law'
left join rates as padded on counted.unit_code = padded.unit_code and padded.measure = 'padded'
left join rates as slip_missing on counted.unit_code = slip_missing.unit_code and slip_missing.measure = 'slip_missing'
left join rates as online on counted.unit_code = online.unit_code and online.measure = 'online'
left join
    rates as petition_late
    on counted.unit_code = petition_late.unit_code and petition_late.measure = 'petition_late'
