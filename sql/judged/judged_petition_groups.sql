-- One row per petitioner, unit and subject with petitions received in the window, with what rule P4 looks at. The
-- petitioner is known by a keyed hash, which is not shown; the first petition's code stands for them.
with parameters as (
    select window_from, window_to from stg_parameters
),

-- A petition that several lists tell is one petition.
told as (
    select distinct
        unit_code,
        petitioner_key,
        fold_text(subject) as subject_key,
        petition_code,
        cast(received_at as date) as received_date
    from stg_petitions
    cross join parameters
    where
        petitioner_key is not null
        and subject is not null
        and petition_code is not null
        and unit_code <> 'UNRESOLVED'
        and cast(received_at as date) between parameters.window_from and parameters.window_to
)

select
    unit_code,
    arg_min(petition_code, (received_date, petition_code)) as thing,
    cast(null as varchar) as procedure_code,
    count(*) as petitions,
    min(received_date) as first_date,
    max(received_date) as last_date
from told
group by unit_code, petitioner_key, subject_key
