-- Whether a cell is a number of fewer than nine digits, or stands for none.
create or replace macro passes_number(value) as
regexp_full_match(trim(value), '(?i)[-+]?[\d.,  ]{1,14}(%| ?(lần|hồ sơ|hs|bộ))?|không( có)?|[-–—]*|#[A-Z/0!?]{1,8}')
and length(regexp_replace(value, '\D', '', 'g')) < 9
and not looks_personal(value);
