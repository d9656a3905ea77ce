-- Whether a cell has the shape of a code: one token with a digit (or up to eight capitals), its parts joined by marks.
-- It is none of a person's numbers, and none of its parts can be read aloud as a name can: a vowel stands in a part of
-- several letters only where everybody knows the part (UBND, BTTTT have none). The error texts of a spreadsheet pass
-- too: they tell nothing. A case's code may be written without the zeros of its running number: its letter and its day
-- tell it from a telephone number. The door lets other codes pass whose parts the office's own lists know.
create or replace macro passes_code(value) as
case
    when
        regexp_full_match(
            value,
            '[\s\p{Zs}]*([A-Z]{2,3}_[A-Za-z0-9]{1,8}(\.[0-9A-Z]{2,3}){3,4}|([A-Z]?[0-9.]+)+-\d{6}-\d{4,5}'
            || '|[0-9.]*[A-Z]\d{2}[0-9.]*-\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-\d{1,3}'
            || '|\d\.\d{6}(\.[0-9A-Z]{2,3}){0,4}|#[A-Z/0!?]{1,8})[\s\p{Zs}]*'
        )
        then true
    else
        length(value) <= 80
        and regexp_full_match(
            trim(value), '(Số )?[A-Za-zĐđ\d]+(\s*[-./_:&+()#]+\s*[A-Za-zĐđ\d]*)*'
        )
        and (regexp_matches(value, '\d') or regexp_full_match(trim(value), '[A-Z_]{1,8}'))
        and not regexp_matches(
            regexp_replace(
                upper(trim(value)),
                '^SỐ |(^|[^A-ZĐ])(UBND|TS_LOP|PYC|PAKN|PA|HS|TTHC|DVC|SO|QĐ|TTR|TB|CV)(?:[^A-ZĐ]|$)', '-', 'g'
            ),
            '[A-ZĐ][AEIOUY]|[AEIOUY][A-ZĐ]'
        )
        and (
            not regexp_full_match(trim(value), '[\d\s./_:&+()-]+')
            or regexp_full_match(trim(value), '\d+|\d{2}-\d{8}|\d{6}-\d{3,5}')
            or length(regexp_replace(value, '\D', '', 'g')) not between 9 and 12
        )
        and not looks_personal(value)
end;
