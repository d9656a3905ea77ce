-- What a cell looks like: timestamp, date, serial (five digits that Excel may mean as a date), email, phone, id_number,
-- number, code, name (two to six words with capital letters), text; null where nothing is written.
create or replace macro value_kind(value, date_order) as
case
    when value is null then null
    when contains(value, '@') and regexp_full_match(value, '[^\s@]+@[^\s@]+\.[^\s@]+') then 'email'
    when plausible_at(parse_at(value, date_order, 'UTC')) is not null
        then case
            when regexp_full_match(value, '\d{5}([.,]\d+)?') then 'serial'
            when regexp_matches(value, '\d:\d|^\d{12,14}$') then 'timestamp'
            else 'date'
        end
    when regexp_full_match(value, '(\+?84|0)([ .()-]*\d){8,10}') then 'phone'
    when regexp_full_match(replace(value, ' ', ''), '\d{9}|\d{12}') then 'id_number'
    when regexp_full_match(value, '[-+]?\d+([., ]\d{3})*([.,]\d+)? ?%?') then 'number'
    when regexp_full_match(value, '[\p{L}\d][\p{L}\d._/–-]*') and regexp_matches(value, '\d') then 'code'
    when regexp_full_match(nfc_normalize(value), '\p{Lu}[\p{L}'']*(\s+\p{Lu}[\p{L}'']*){1,5}') then 'name'
    else 'text'
end;
