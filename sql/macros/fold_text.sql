-- Text as it is compared: NFC, without case, diacritics, đ and punctuation.
create or replace macro fold_text(value) as trim(
    regexp_replace(
        strip_accents(replace(replace(lower(nfc_normalize(value)), 'đ', 'd'), 'ð', 'd')), '[^a-z0-9]+', ' ', 'g'
    )
);
