-- One row per channel text found in the extracts, with its channel (online, desk, postal), null where unmapped.
with texts as (
    select distinct channel as channel_text from landed_cases where written(channel) is not null
),

known as (
    select fold_text(channel_text) as channel_key, min(trim(channel)) as channel
    from ref_channels
    group by all
    having count(distinct trim(channel)) = 1
)

select texts.channel_text, masked(nfc_normalize(written(texts.channel_text))) as channel_as_written, known.channel
from texts
left join known on fold_text(texts.channel_text) = known.channel_key
