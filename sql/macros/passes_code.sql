-- Whether a cell has the shape of a code: one token with a digit (or up to eight capitals), its parts joined by marks,
-- and not that of a person's number. The error texts of a spreadsheet pass too: they tell nothing.
create or replace macro passes_code(value) as
case
    when regexp_full_match(value, '[0-9A-Z.]{4,20}-\d{6}-\d{4,5}|\d\.\d{6}(\.[0-9A-Z.]{2,15})?') then true
    else
        length(value) <= 80
        and regexp_full_match(
            trim(value), '(Số )?[\p{L}\p{M}\d]+(\s*[-./_:&+()#]+\s*[\p{L}\p{M}\d]*)*|#[A-Z/0!?]+'
        )
        and (regexp_matches(value, '\d') or regexp_full_match(trim(value), '[A-Z_]{1,8}|#.+'))
        and not looks_personal(value)
end;
