-- How a moment stands to a due date. Here it is decided what late, early and overdue mean; all else reads it.

-- Whether a time stamp knows more than its day: midnight is how extracts write a day without an hour.
create or replace macro has_hour(moment) as cast(moment as time) <> time '00:00:00';

-- The last second of a day, the finest that extracts know.
create or replace macro end_of_day(day) as cast(cast(day as date) as timestamp) + interval '86399' second;

-- Until when a due date can be kept: its hour or, where it is known by its day only, the end of that day.
create or replace macro due_until(due_at) as
case when has_hour(due_at) then due_at else end_of_day(due_at) end;

-- Whether a moment lies after a due date: by their days under `day`, by the clock under `clock`. Null where one is
-- unknown.
create or replace macro is_late(measured_at, due_at, grain) as
case
    when measured_at is null or due_at is null then null
    when grain = 'clock' then measured_at > due_until(due_at)
    else cast(measured_at as date) > cast(due_at as date)
end;

-- Whether a moment lies before a due date: a day or more under `day`, any time under `clock`. A moment known by its day
-- only cannot be shown to have come before an hour of that day. Null where one is unknown.
create or replace macro is_early(measured_at, due_at, grain) as
case
    when grain = 'clock' and has_hour(measured_at) then measured_at < due_until(due_at)
    else cast(measured_at as date) < cast(due_at as date)
end;

-- Calendar days from a due date to a moment after it, 0 where it is not after it; late by hours only, which `clock`
-- knows, is one day. Null where one is unknown.
create or replace macro days_late(measured_at, due_at, grain) as
case
    when is_late(measured_at, due_at, grain)
        then greatest(datediff('day', cast(due_at as date), cast(measured_at as date)), 1)
    when not is_late(measured_at, due_at, grain) then 0
end;

-- Days late as far as the sources tell: where they leave a doubt whether a case was late (`late`) or in time
-- (`in_time`), that answer is null and the other one stands.
create or replace macro days_told_late(measured_at, due_at, grain, doubt) as
case
    when doubt = 'late' and is_late(measured_at, due_at, grain) then null
    when doubt = 'in_time' and not is_late(measured_at, due_at, grain) then null
    else days_late(measured_at, due_at, grain)
end;

-- The first day at whose end an open case is past its due date: the next day, by the clock the day itself where the
-- hour of the due date lies before its end.
create or replace macro overdue_from(due_at, grain) as
case
    when grain = 'clock' and cast(due_until(due_at) as time) < time '23:59:59' then cast(due_at as date)
    else cast(cast(due_at as date) + interval '1' day as date)
end;
