-- One row: the province below its units, the sums of their counts of cases and petitions and the rates of those sums.
with sums as (
    select
        sum(received) as received,
        sum(cases_with_channel) as cases_with_channel,
        sum(filed_online) as filed_online,
        sum(online_judged) as online_judged,
        sum(online_late) as online_late,
        sum(cases_with_level) as cases_with_level,
        sum(cases_with_published_level) as cases_with_published_level,
        sum(level_3_4_cases) as level_3_4_cases,
        sum(level_3_4_cases_with_channel) as level_3_4_cases_with_channel,
        sum(level_3_4_filed_online) as level_3_4_filed_online,
        sum(level_1_2_filed_online) as level_1_2_filed_online,
        sum(petitions) as petitions,
        sum(judged_petitions) as judged_petitions,
        sum(answered_in_time) as answered_in_time
    from unit_online_services
)

select
    *,
    filed_online / nullif(cases_with_channel, 0) as online_rate,
    online_late / nullif(online_judged, 0) as online_late_rate,
    level_3_4_filed_online / nullif(level_3_4_cases_with_channel, 0) as level_3_4_online_rate,
    answered_in_time / nullif(judged_petitions, 0) as handled_in_time_rate
from sums
