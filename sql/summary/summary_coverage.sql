-- One row: of how many units with cases the extracts tell the whole window, a part or nothing, and since when figures
-- end.
select
    count(case when coverage = 'covered' then 1 end) as covered,
    count(case when coverage = 'partly' then 1 end) as partly,
    count(case when coverage = 'not' then 1 end) as uncovered,
    cast(min(case when coverage <> 'covered' then last_seen_date end) as varchar) as earliest_last_seen_date
from unit_lateness
where unit_code <> 'UNRESOLVED'
