-- A case code as cases are matched by, from the code in capitals without spaces (TT 01/2018 Đ19): the unit code left to
-- right without its all-zero groups, the day, the number, of which slips and requests may leave out the zeros.
-- 000.00.06.H34-200601-0012, H34.06-200601-00012 and H34.06-200601-12 are one case, H34.06-200601-12. A code that does
-- not follow the form stands for itself.
create or replace macro case_key(case_code) as
case
    when case_code is null or not regexp_full_match(case_code, '[0-9A-Z.]+-\d{6}-\d{1,5}') then case_code
    else concat_ws(
        '-',
        trim(
            regexp_replace(
                case
                    when regexp_matches(case_code, '^[0-9][0-9A-Z.]*\.[A-Z][0-9A-Z]*-')
                        then array_to_string(list_reverse(string_split(split_part(case_code, '-', 1), '.')), '.')
                    else split_part(case_code, '-', 1)
                end, '(^|\.)0+\b', '', 'g'
            ), '.'
        ),
        split_part(case_code, '-', 2),
        split_part(case_code, '-', 3)::integer
    )
end;
