-- The moment of a text in the commonest shapes that take no folding: d/m/yyyy (or with - or .), alone, with an hour
-- before it, or after it with AM, PM, SA or CH. Null for any other shape. Each shape has its one format: trying several
-- in turn costs ten times as much.
create or replace macro common_moment(value, date_order) as
case
    when
        regexp_full_match(
            value,
            '(?:\d{1,2}:\d{2}(?::\d{2})? )?(?:\d{1,2}/\d{1,2}/|\d{1,2}-\d{1,2}-|\d{1,2}\.\d{1,2}\.)\d{4}'
            || '|(?:\d{1,2}/\d{1,2}/|\d{1,2}-\d{1,2}-|\d{1,2}\.\d{1,2}\.)\d{4} \d{1,2}:\d{2}(?::\d{2})?'
            || '(?: (?:AM|PM|SA|CH))?'
        )
        then list_transform(
            [replace(replace(replace(replace(value, '-', '/'), '.', '/'), ' SA', ' AM'), ' CH', ' PM')],
            lambda text: case
                when date_order = 'dmy'
                    then case
                        when strpos(text, ' ') = 0 then try_strptime(text, '%d/%m/%Y')
                        when strpos(text, ':') between 2 and 3
                            then case
                                when regexp_matches(text, ':.*:') then try_strptime(text, '%H:%M:%S %d/%m/%Y')
                                else try_strptime(text, '%H:%M %d/%m/%Y')
                            end
                        when regexp_matches(text, ':.*:.*M') then try_strptime(text, '%d/%m/%Y %I:%M:%S %p')
                        when contains(text, 'M') then try_strptime(text, '%d/%m/%Y %I:%M %p')
                        when regexp_matches(text, ':.*:') then try_strptime(text, '%d/%m/%Y %H:%M:%S')
                        else try_strptime(text, '%d/%m/%Y %H:%M')
                    end
                when date_order = 'mdy'
                    then case
                        when strpos(text, ' ') = 0 then try_strptime(text, '%m/%d/%Y')
                        when strpos(text, ':') between 2 and 3
                            then case
                                when regexp_matches(text, ':.*:') then try_strptime(text, '%H:%M:%S %m/%d/%Y')
                                else try_strptime(text, '%H:%M %m/%d/%Y')
                            end
                        when regexp_matches(text, ':.*:.*M') then try_strptime(text, '%m/%d/%Y %I:%M:%S %p')
                        when contains(text, 'M') then try_strptime(text, '%m/%d/%Y %I:%M %p')
                        when regexp_matches(text, ':.*:') then try_strptime(text, '%m/%d/%Y %H:%M:%S')
                        else try_strptime(text, '%m/%d/%Y %H:%M')
                    end
            end
        )[1]
end;
