-- Working hours of a desk from the calendar's first day to a moment, so that two of them tell the hours in between:
-- `working_day_number` and `is_working_day` are those of the moment's day, the rest are the desk's hours of audit.toml.
create or replace macro desk_hours_until(working_day_number, is_working_day, moment, opens, noon, afternoon, closes) as
(working_day_number - cast(is_working_day as integer)) * (noon - opens + closes - afternoon)
+ case
    when not is_working_day then 0
    else
        least(greatest(epoch(moment - date_trunc('day', moment)) / 3600.0 - opens, 0), noon - opens)
        + least(greatest(epoch(moment - date_trunc('day', moment)) / 3600.0 - afternoon, 0), closes - afternoon)
end;
