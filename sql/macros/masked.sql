-- A text from an extract as it may be shown: what has the shape of a phone or identity number, or of an e-mail address,
-- is masked, unless all of it has the shape of a date.
create or replace macro masked(value) as
case
    when contains(value, '@') then '***'
    when
        regexp_full_match(
            trim(value), '\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T]+\d{1,2}:\d{2}(:\d{2})?)?( ?([AaPp][Mm]|SA|CH|Z))?'
        )
        then value
    when regexp_matches(value, '(\+?84|0)([ .()-]*\d){8,10}|\d{9}') or looks_personal(value) then '***'
    else left(value, 120)
end;
