-- One row per status or channel text of petitions that the office has mapped, with the code it stands for.
with known as (
    select 'status' as term, fold_text(status_text) as term_key, trim(status) as code from ref_petition_statuses
    union all
    select 'channel', fold_text(channel_text), trim(channel) from ref_petition_channels
)

select term, term_key, min(code) as code
from known
where term_key <> ''
group by all
having count(distinct code) = 1
