-- A count as offices write it: 1234, 1.234 and 1,234 and 1 234 (thousands), 05, 12.0 of a spreadsheet, "12 hồ sơ"; a
-- dash or "không" is 0. Null where the text is no whole number from 0: 12.5, -3, 12%, "12 (3 trễ)".
create or replace macro parse_count(value) as (
    case
        when
            regexp_full_match(
                lower(nfc_normalize(value)), '[-–—]|không( có)?( hồ sơ| hs)?', 's'
            ) then 0
        when
            regexp_full_match(
                lower(nfc_normalize(value)),
                '(\d+([.,]0{1,2})?|[1-9]\d{0,2}(\.\d{3})+(,0{1,2})?|[1-9]\d{0,2}(,\d{3})+(\.0{1,2})?'
                || '|[1-9]\d{0,2}([  ]\d{3})+)( *(hồ sơ|hs|bộ))?'
            )
            then
                try_cast(
                    regexp_replace(
                        regexp_replace(regexp_extract(value, '^[0-9., ]+'), '[.,]0{1,2} *$', ''), '[^0-9]', '', 'g'
                    ) as bigint
                )
    end
);
