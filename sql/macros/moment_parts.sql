-- What a text says of a day and a time, as texts still: a struct of the day's numbers in their order (`one`, `two`,
-- `three`), the signs between them, `weekday`, the numbers of the time, `half` of the day and `shift` from UTC. Its
-- parts are empty unless all of the text is understood, for what trails a date may change it ("PM", "+07", "gia hạn").
-- "ngày 05 tháng 10 năm 2020" says its own order, and is taken as 2020-10-05.
create or replace macro moment_parts(value) as list_transform(
    [
        regexp_replace(
            trim(
                regexp_replace(
                    regexp_replace(strip_accents(lower(value)), '\p{Cf}+', '', 'g'), ',?[\p{Zs}\s]+', ' ', 'g'
                )
            ),
            '\b(?:ngay )?(\d{1,2}) (?:thang|thg) (\d{1,2})(?: nam)? (\d{4})\b', '\3-\2-\1'
        )
    ],
    lambda words: case
        when regexp_matches(words, '^\d{1,2}(?::| ?[hg])')
            then
                regexp_extract(
                    words,
                    '^' || clock_shape() || '(?: -)? ' || day_shape() || '$',
                    [
                        'hour', 'minute', 'second', 'fraction', 'said_minute', 'said_second', 'half', 'shift',
                        'weekday', 'one', 'sign_one', 'two', 'sign_two', 'three', 'weekday_after'
                    ]
                )
        else
            regexp_extract(
                words,
                '^' || day_shape() || '(?:(?: - | (?:vao )?luc | ?t ?| )' || clock_shape() || ')?$',
                [
                    'weekday', 'one', 'sign_one', 'two', 'sign_two', 'three', 'weekday_after',
                    'hour', 'minute', 'second', 'fraction', 'said_minute', 'said_second', 'half', 'shift'
                ]
            )
    end
)[1];
