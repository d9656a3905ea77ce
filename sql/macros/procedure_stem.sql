-- A procedure code, given without padding, as procedures are matched by: its stem d.dddddd, as in
-- 2.000635.000.00.00.H34. A spreadsheet that takes it for a number drops the zeros at its end and may write a comma or
-- a tail of rounding (1.00157, 2,000635, 1.0015700000000001): the stem is that number with six decimals. A number with
-- fewer than three decimals may count something (1.2, 2.5) and stays as it is. All else is a code of the unit's own,
-- in capitals.
create or replace macro procedure_stem(code) as coalesce(
    case
        when regexp_full_match(code, '\d[.,]\d{3,5}') then rpad(replace(code, ',', '.'), 8, '0')
        when regexp_full_match(code, '\d,\d{6}') then replace(code, ',', '.')
        when
            regexp_full_match(code, '\d[.,]\d{12,17}')
            and abs(replace(code, ',', '.')::double * 1e6 - round(replace(code, ',', '.')::double * 1e6)) < 1e-4
            then format('{:.6f}', replace(code, ',', '.')::double)
    end,
    nullif(regexp_extract(code, '(?:^|\D)(\d\.\d{6})(?:\D|$)', 1), ''),
    upper(nfc_normalize(code))
);
