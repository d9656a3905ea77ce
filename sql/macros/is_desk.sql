-- Whether the name of a body is that of a one-stop desk, where cases are received and results handed over.
create or replace macro is_desk(name) as
regexp_matches(
    fold_text(name), '\b(mot cua|tiep nhan|tra ket qua|tn tkq|tn va tkq|tthcc|hcc|hanh chinh cong)\b'
);
