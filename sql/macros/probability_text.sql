-- A probability as it is read: 0,032; below one in a thousand only that it is.
create or replace macro probability_text(probability) as
case when probability < 0.001 then 'dưới 0,001' else replace(printf('%.3f', probability), '.', ',') end;
