-- One row per column of dates that the last screen tells of: read in another order than its layout's, or of which a
-- larger share than [dates] allows cannot be read.
with unread as (
    select extract_id, column_name, count(*) as values_unread
    from stg_rejects
    where reason = 'unreadable_date'
    group by extract_id, column_name
)

select
    extracts.file_name,
    extracts.sheet,
    told.field,
    told.date_order,
    told.values_filled,
    told.date_order <> extracts.date_order as is_in_other_order,
    greatest(told.proofs_of_order, told.proofs_of_other) as proofs,
    coalesce(unread.values_unread, 0) as values_unread
from source_date_columns as told
inner join source_extracts as extracts on told.extract_id = extracts.extract_id
left join unread on told.extract_id = unread.extract_id and told.field = unread.column_name
cross join audit_parameters as parameters
where
    told.date_order <> extracts.date_order
    or coalesce(unread.values_unread, 0) > parameters.unread_share * told.values_filled
order by extracts.file_name, extracts.sheet, told.field
