-- One row per row of conventions.csv that cannot stand, and why.
with conventions as (
    select
        coalesce(convention_id, '') as convention_id,
        convention_no,
        count(*) over (partition by convention_id) as times_listed,
        count(*) over (partition by convention_no) as times_numbered,
        case
            when compare is null or compare not in ('day', 'clock') then 'compare'
            when end_basis is null or end_basis not in ('finished', 'returned', 'either') then 'end_basis'
            when undated is null or undated not in ('on_time', 'apart') then 'undated'
            when waiting is null or waiting not in ('in_time', 'by_due', 'left_out') then 'waiting'
            when stopped is null or stopped not in ('in_time', 'by_due', 'left_out', 'apart') then 'stopped'
            when withdrawn is null or withdrawn not in ('on_time', 'left_out', 'apart') then 'withdrawn'
            when systems is null or systems not in ('all', 'own') then 'systems'
        end as unknown_column
    from stg_conventions
)

select
    convention_id, coalesce(unknown_column, case when convention_id = '' then 'convention_id' else 'twice' end) as fault
from conventions
where
    convention_id = ''
    or unknown_column is not null
    or times_listed > 1
    or convention_no is null
    or times_numbered > 1
