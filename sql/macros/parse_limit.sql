-- The time limit told by words that limit_words folded: '5 ngay lam viec', '15 ngay', '8 gio'; '0 ngay' for "giải quyết
-- ngay", "trong ngày". Null where reading would be a guess: several limits, a span or a part of days, months, an hour
-- of the clock, a limit of some cases or of one step of the work, one that may be prolonged or leaves time out, and one
-- that does not begin with the receipt of the file.
create or replace macro parse_limit(words) as (
    with said as (
        select
            list_distinct(
                regexp_extract_all(words, '\b\d+ (?:ngay lam viec|ngay lam|ngay|gio|thang|tuan|nam|phut)\b')
            ) as limits,
            regexp_matches(words, '\b(?:trong ngay|giai quyet ngay|tra ngay|tra ket qua ngay)\b') as is_at_once,
            regexp_matches(words, '\b\d+ (?:(?:den|toi|hoac|hay|va) )?\d+ (?:ngay|gio)\b|\b\d+$') as is_span,
            regexp_matches(words, '\b(?:sau|truoc|luc|hoi|vao) \d+ gio\b') as is_of_the_clock,
            regexp_matches(
                words,
                '\b(?:keo dai|gia han|khong tinh|khong bao gom|khong ke|cong them|truong hop|doi voi|neu'
                || '|tham dinh|kiem tra|huong dan|lay y kien|bao cao|cu the|trong do)\b'
            ) as is_of_a_part,
            -- "kể từ ngày …": what is left where the receipts of a file are taken out begins otherwise.
            regexp_matches(words, '\btu (?:ngay|khi) (?:ket thuc|hoan thanh|het|co ket qua|ban hanh)\b')
            or regexp_matches(
                regexp_replace(
                    words,
                    '\b(?:ke|tinh) tu(?: [a-z]+){0,8}? (?:nhan|nop)(?:$|(?: [a-z]+){0,5}? (?:ho so|don|giay to)\b)',
                    '', 'g'
                ), '\b(?:ke|tinh) tu\b'
            ) as begins_otherwise
    )

    select
        case
            when is_span or is_of_the_clock or is_of_a_part or begins_otherwise then null
            when
                len(limits) = 1 and not is_at_once
                and regexp_full_match(limits[1], '[1-9]\d{0,3} (?:ngay lam viec|ngay|gio)')
                then limits[1]
            when
                not regexp_matches(words, '\d')
                and words <> 'ngay'
                and regexp_full_match(
                    words,
                    '(?:(?:thoi han|thoi gian|giai quyet|tra|ket qua|cap|xu ly|thuc hien|tiep nhan va) )*'
                    || '(?:ngay trong ngay(?: lam viec)?|trong ngay(?: lam viec)?|ngay)'
                    || '(?: (?:khi|sau khi|tiep nhan|nhan|duoc|du|day du|ho so|hop le|va))*'
                )
                then '0 ngay'
        end
    from said
);
