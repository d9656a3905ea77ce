-- One row per row of a list with dates that are written but cannot be read: they are no missing ones.
select
    extract_id,
    sheet,
    row_number,
    max(case when column_name = 'received_at' then 1 else 0 end) = 1 as has_unread_received,
    max(case when column_name = 'due_at_original' then 1 else 0 end) = 1 as has_unread_due,
    max(case when column_name in ('finished_at', 'cancelled_at') then 1 else 0 end) = 1 as has_unread_finished,
    max(case when column_name = 'returned_at' then 1 else 0 end) = 1 as has_unread_returned
from stg_rejects
where reason = 'unreadable_date'
group by extract_id, sheet, row_number
