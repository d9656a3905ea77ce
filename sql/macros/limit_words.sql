-- A published time limit as it is compared: folded, numbers without leading zeros and without the words that repeat
-- them ("03 (ba) ngày"), one spelling of hours.
create or replace macro limit_words(value) as
regexp_replace(
    regexp_replace(
        fold_text(value),
        '\b0*(\d+)(?: (?:mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|lam|tram|linh|le))*'
        || ' ?(ngay|gio|thang|tuan|nam|phut)\b',
        '\1 \2', 'g'
    ),
    '\b0*(\d+) ?(?:h|gio hanh chinh|gio lam viec|tieng)\b', '\1 gio', 'g'
);
