-- One row per time limit as the lists of published and of configured procedures write it: read into an amount and its
-- unit (working_days, days, hours, immediate), both null where it cannot be read without a guess.
with written_limits as (
    select time_limit as limit_text from ref_published_procedures
    union
    select time_limit from landed_published_procedures
    union
    select time_limit from landed_configured_procedures
),

worded as (
    select limit_text, limit_words(limit_text) as words
    from written_limits
    where written(limit_text) is not null
),

parsed as (
    select limit_text, words, parse_limit(words) as limit_words_read
    from worded
)

select
    limit_text,
    nfc_normalize(written(limit_text)) as time_limit,
    try_cast(split_part(limit_words_read, ' ', 1) as integer) as limit_amount,
    case
        when limit_words_read = '0 ngay' then 'immediate'
        when ends_with(limit_words_read, ' ngay lam viec') then 'working_days'
        when ends_with(limit_words_read, ' ngay') then 'days'
        when ends_with(limit_words_read, ' gio') then 'hours'
    end as limit_unit,
    coalesce(limit_words_read = '0 ngay', false)
    or starts_with(words, 'giai quyet ngay')
    or starts_with(words, 'tra ngay') as is_immediate
from parsed
