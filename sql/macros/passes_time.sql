-- Whether a cell has the shape of a date, a time stamp or what else a machine writes for one. A phone number has more
-- digits than a day, and what stands beside them is no name.
create or replace macro passes_time(value) as
case
    when try_strptime(value, ['%d/%m/%Y %H:%M:%S', '%d/%m/%Y', '%Y-%m-%d %H:%M:%S', '%Y-%m-%d']) is not null then true
    else
        regexp_full_match(
            trim(value),
            '(\d{1,2}[-./]\d{1,2}[-./]\d{1,4}|\d{4}[-./]\d{1,2}[-./]\d{1,2})'
            || '([ T,]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?)?'
            || '( ?([AaPp][Mm]|SA|CH)| ?Z| ?[+-]\d{2}(:?\d{2})?)?'
            || '|\d{1,2}:\d{2}(:\d{2})? +\d{1,2}[-./]\d{1,2}[-./]\d{4}'
            || '|(19|20)\d{6}(\d{4}(\d{2})?)?|1\d{12}|[1-6]\d{4}([.,]\d+)?|\d{1,4}|[-–—?/. 0]{1,12}|#[A-Z/0!?]{1,8}'
        )
        or (
            not regexp_full_match(trim(value), '\d{3,4}\D\d{1,2}\D\d{3,4}')
            and coalesce(moment_parts(value).one <> '', false)
        )
end;
