-- Whether a day is the weekday that stands beside it ('' where none does): one that contradicts its date leaves both in
-- doubt.
create or replace macro is_weekday(day, weekday) as
weekday = '' or isodow(day) = case
    when regexp_matches(weekday, 'hai$|2$|^mon') then 1
    when regexp_matches(weekday, 'ba$|3$|^tue') then 2
    when regexp_matches(weekday, 'tu$|4$|^wed') then 3
    when regexp_matches(weekday, 'nam$|5$|^thu$|^thur') then 4
    when regexp_matches(weekday, 'sau$|6$|^fri') then 5
    when regexp_matches(weekday, 'bay$|7$|^sat') then 6
    else 7
end;
