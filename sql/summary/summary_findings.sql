-- One row per kind of finding.
select
    kind,
    count(*) as findings
from findings
group by kind
order by kind desc
