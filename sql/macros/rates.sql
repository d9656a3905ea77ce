-- Which counts a rate of lateness is made of. Every unit, month and province reads it here. Null where nothing was
-- counted: no rate is not a rate of 0.

create or replace macro share_of(part, whole) as part / cast(nullif(whole, 0) as double);

-- Late among the completed whose lateness can be told.
create or replace macro late_share(late, completed, undated) as share_of(late, completed - undated);

-- Late, or open and past the date in force, among the cases of which one of the two, or in time, can be told.
create or replace macro overdue_share(late, overdue, completed, undated) as
share_of(late + overdue, completed - undated + overdue);

-- As some software counts: withdrawn and undated cases are completed in time.
create or replace macro late_share_of_vendor(late, completed, withdrawn) as share_of(late, completed + withdrawn);
