-- One row per dated event of the case of the variable case_id, in order of time; its name is that of the column.
with described as (
    select * from cases where case_id = getvariable('case_id')
),

told as (
    unpivot (
        select
            cast(submitted_at as timestamp) as submitted_at,
            cast(received_at as timestamp) as received_at,
            cast(entered_at as timestamp) as entered_at,
            cast(transferred_at as timestamp) as transferred_at,
            cast(slip_date as timestamp) as slip_date,
            cast(due_at_original as timestamp) as due_at_original,
            cast(case when due_at <> due_at_original then due_at end as timestamp) as due_at,
            cast(new_due_date as timestamp) as new_due_date,
            cast(case when last_new_due_date <> new_due_date then last_new_due_date end as timestamp)
                as last_new_due_date,
            cast(finished_at as timestamp) as finished_at,
            cast(returned_at as timestamp) as returned_at,
            cast(taken_at as timestamp) as taken_at
        from described
    )
    on submitted_at,
    received_at,
    entered_at,
    transferred_at,
    slip_date,
    due_at_original,
    due_at,
    new_due_date,
    last_new_due_date,
    finished_at,
    returned_at,
    taken_at
    into name column_name value moment
),

requested as (
    select
        'case_supplements' as table_name,
        'requested_at' as column_name,
        requested_at as moment
    from case_supplements
    where case_id = getvariable('case_id') and requested_at is not null
    union all
    select
        'case_supplements',
        'supplemented_at',
        supplemented_at
    from case_supplements
    where case_id = getvariable('case_id') and supplemented_at is not null
),

-- What a case list says of a supplement, where no request stands in a list of its own.
mentioned as (
    select
        'cases' as table_name,
        'supplement_requested_at' as column_name,
        supplement_requested_at as moment
    from described
    where supplement_requested_at is not null and not exists (select 1 from requested)
    union all
    select
        'cases',
        'supplement_completed_at',
        supplement_completed_at
    from described
    where supplement_completed_at is not null and not exists (select 1 from requested)
)

select
    moment,
    table_name,
    column_name
from (
    select
        'cases' as table_name,
        column_name,
        moment
    from told
    union all
    select
        table_name,
        column_name,
        moment
    from requested
    union all
    select
        table_name,
        column_name,
        moment
    from mentioned
) as events
order by moment, table_name, column_name
