-- One row per extract that was read: the clock (`zone`) that its times are told by, and for each field of dates the
-- order of day, month and year in which its column is written: what the column proves, else what the layout says.
select
    extracts.extract_id,
    extracts.zone,
    coalesce(
        max(case when told.field = 'submitted_at' then told.date_order end), extracts.date_order
    ) as submitted_at_order,
    coalesce(
        max(case when told.field = 'received_at' then told.date_order end), extracts.date_order
    ) as received_at_order,
    coalesce(
        max(case when told.field = 'due_at_original' then told.date_order end), extracts.date_order
    ) as due_at_original_order,
    coalesce(
        max(case when told.field = 'due_at' then told.date_order end), extracts.date_order
    ) as due_at_order,
    coalesce(
        max(case when told.field = 'supplement_requested_at' then told.date_order end), extracts.date_order
    ) as supplement_requested_at_order,
    coalesce(
        max(case when told.field = 'supplement_completed_at' then told.date_order end), extracts.date_order
    ) as supplement_completed_at_order,
    coalesce(
        max(case when told.field = 'finished_at' then told.date_order end), extracts.date_order
    ) as finished_at_order,
    coalesce(
        max(case when told.field = 'returned_at' then told.date_order end), extracts.date_order
    ) as returned_at_order,
    coalesce(
        max(case when told.field = 'cancelled_at' then told.date_order end), extracts.date_order
    ) as cancelled_at_order,
    coalesce(
        max(case when told.field = 'entered_at' then told.date_order end), extracts.date_order
    ) as entered_at_order,
    coalesce(
        max(case when told.field = 'transferred_at' then told.date_order end), extracts.date_order
    ) as transferred_at_order,
    coalesce(
        max(case when told.field = 'answered_at' then told.date_order end), extracts.date_order
    ) as answered_at_order,
    coalesce(
        max(case when told.field = 'slip_date' then told.date_order end), extracts.date_order
    ) as slip_date_order,
    coalesce(
        max(case when told.field = 'new_due_date' then told.date_order end), extracts.date_order
    ) as new_due_date_order,
    coalesce(
        max(case when told.field = 'requested_at' then told.date_order end), extracts.date_order
    ) as requested_at_order,
    coalesce(
        max(case when told.field = 'supplemented_at' then told.date_order end), extracts.date_order
    ) as supplemented_at_order,
    coalesce(
        max(case when told.field = 'due_at_before' then told.date_order end), extracts.date_order
    ) as due_at_before_order,
    coalesce(
        max(case when told.field = 'due_at_after' then told.date_order end), extracts.date_order
    ) as due_at_after_order,
    coalesce(
        max(case when told.field = 'started_at' then told.date_order end), extracts.date_order
    ) as started_at_order,
    coalesce(
        max(case when told.field = 'ended_at' then told.date_order end), extracts.date_order
    ) as ended_at_order,
    coalesce(
        max(case when told.field = 'norm_end_at' then told.date_order end), extracts.date_order
    ) as norm_end_at_order,
    coalesce(
        max(case when told.field = 'valid_from' then told.date_order end), extracts.date_order
    ) as valid_from_order,
    coalesce(
        max(case when told.field = 'valid_to' then told.date_order end), extracts.date_order
    ) as valid_to_order,
    coalesce(
        max(case when told.field = 'expired_from' then told.date_order end), extracts.date_order
    ) as expired_from_order
from source_extracts as extracts
left join source_date_columns as told on extracts.extract_id = told.extract_id
group by extracts.extract_id, extracts.zone, extracts.date_order
