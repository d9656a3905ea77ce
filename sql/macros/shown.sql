-- A value as a finding shows it: a dash where there is none, days as dd/mm/yyyy, no seconds of midnight.
create or replace macro shown(value) as
case
    when value is null then '–'
    when regexp_full_match(value::varchar, '\d{4}-\d{2}-\d{2}( 00:00:00)?')
        then strftime(try_cast(value::varchar as timestamp), '%d/%m/%Y')
    when regexp_full_match(value::varchar, '\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}.*')
        then strftime(try_cast(value::varchar as timestamp), '%d/%m/%Y %H:%M')
    else value::varchar
end;
