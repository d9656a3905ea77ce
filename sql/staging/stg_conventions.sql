-- One row per convention under which Biểu 06 is recounted, as the office describes it; `compare` as the run has it
-- where the convention leaves that to the run. Its basis is what is measured, before anything is counted.
with described as (
    select
        try_cast(conventions.convention_no as integer) as convention_no,
        trim(conventions.convention_id) as convention_id,
        case when trim(conventions.compare) = 'run' then parameters.grain else trim(conventions.compare) end as compare,
        trim(conventions.end_basis) as end_basis,
        -- Which due date counts: the one in force, or the one in the system's column.
        coalesce(nullif(trim(conventions.due), ''), 'in_force') as due,
        trim(conventions.undated) as undated,
        trim(conventions.waiting) as waiting,
        trim(conventions.stopped) as stopped,
        trim(conventions.withdrawn) as withdrawn,
        trim(conventions.systems) as systems,
        conventions.name_vi,
        conventions.name_en,
        conventions.says_vi,
        conventions.says_en,
        conventions.source
    from ref_conventions as conventions
    cross join stg_parameters as parameters
)

select
    convention_no,
    convention_id,
    dense_rank() over (order by end_basis, compare, due)::integer as basis_no,
    compare,
    end_basis,
    due,
    undated,
    waiting,
    stopped,
    withdrawn,
    systems,
    name_vi,
    name_en,
    says_vi,
    says_en,
    source
from described
