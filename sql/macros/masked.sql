-- A text from an extract as it may be shown: what has the shape of a phone or identity number, or of an e-mail address,
-- is masked. A text that begins like a date is none of these.
create or replace macro masked(value) as
case
    when contains(value, '@') then '***'
    when regexp_matches(value, '^\s*\d{1,4}[-./]\d{1,2}[-./]\d{1,4}') then left(value, 120)
    when regexp_matches(value, '(\+?84|0)([ .()-]*\d){8,10}|\d{9}') then '***'
    else left(value, 120)
end;
