-- A unit's name as it is compared: folded, without "UBND", its type kept as a short mark ("x:daklong"), no spaces.
create or replace macro unit_key(value) as replace(
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(fold_text(value), '^(ubnd|uy ban nhan dan) +', ''), '^tinh +', 't:'
                        ), '^(thanh pho|tp|t p) +', 'tp:'
                    ), '^(thi tran|tt) +', 'tt:'
                ), '^(huyen|h) +', 'h:'
            ), '^(phuong|p) +', 'p:'
        ), '^(xa|x) +', 'x:'
    ), ' ', ''
);
