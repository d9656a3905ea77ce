-- One row: the province's cases, late and overdue, with their denominators.
select
    count(case when unit_code <> 'UNRESOLVED' then 1 end) as units,
    cast(coalesce(sum(carried_over + received), 0) as bigint) as cases,
    cast(coalesce(sum(completed - completed_undated), 0) as bigint) as completed_dated,
    cast(coalesce(sum(completed_late), 0) as bigint) as late,
    cast(coalesce(sum(pending), 0) as bigint) as pending,
    cast(coalesce(sum(pending_overdue), 0) as bigint) as overdue
from unit_lateness
