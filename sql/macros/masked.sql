-- A value shown as evidence, masked where it has the shape of a phone or identity number or of an e-mail address.
create or replace macro masked(value) as
case
    when regexp_matches(value, '\d[\d .]{7,}\d$') and not regexp_matches(value, '[/:-]') then '***'
    when contains(value, '@') then '***'
    else left(value, 80)
end;
