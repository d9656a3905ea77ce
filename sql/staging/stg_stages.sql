-- One row per national status code 1-10: the stage of a case that it stands for, how a case of that stage counts,
-- whether its record is closed, and what it waits for. That is decided in status_stages.csv and nowhere else.
select
    try_cast(status_code as integer) as status_code,
    trim(stage) as stage,
    trim(counts_as) as counts_as,
    lower(trim(is_closed)) = 'yes' as is_closed,
    nullif(trim(awaits), '') as awaits
from ref_status_stages
where try_cast(status_code as integer) is not null
