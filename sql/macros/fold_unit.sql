-- The words of a unit's name as they are compared: folded, without the body ("UBND", "HĐND và UBND") and joining words.
-- A one-stop desk becomes "@", so that it can be told. A question mark stands for a letter that was lost on the
-- way and "***" for what did not pass the door: a name with a hole in it is no name, and not empty either.
create or replace macro fold_unit(value) as trim(
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    fold_text(regexp_replace(value, '[?\x{FFFD}]|\*{3}', 'ʔ', 'g')), '\b(va|thuoc) ', '', 'g'
                ),
                '\b(bo phan |bp ?)?(mot cua( lien thong| hien dai| dien tu)*|tiep nhan tra (ket qua|kq)|tn ?t(ra )?kq'
                || ')\b'
                || '|\b(trung tam|tt) ?((phuc vu|pv) ?)?(hanh chinh cong|hcc)\b', '@', 'g'
            ),
            '\b((van phong|vp) )?((hoi dong nhan dan|hdnd) )?(uy ban nhan dan|uy ban|ubnd)\b|\bcua\b', '', 'g'
        ), ' +', ' ', 'g'
    )
);
