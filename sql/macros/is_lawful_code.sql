-- Whether a case code has the form of TT 01/2018 Đ19: unit code, day of receipt, running number of four digits (five
-- are seen), whichever way the unit code is written.
create or replace macro is_lawful_code(case_code) as
regexp_full_match(case_code, '[0-9A-Z.]+-\d{6}-\d{4,5}')
and try_strptime(split_part(case_code, '-', 2), '%y%m%d') is not null;
