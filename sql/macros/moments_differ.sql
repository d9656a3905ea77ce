-- Whether two records tell different moments: not within one minute, by their days where one is known by its day only;
-- of what could not be read, whether it is written otherwise.
create or replace macro moments_differ(one, one_as_written, other, other_as_written) as
case
    when one is null or other is null
        then
            one is not null
            or other is not null
            or one_as_written is distinct from other_as_written
    when one = date_trunc('day', one) or other = date_trunc('day', other)
        then date_trunc('day', one) <> date_trunc('day', other)
    else date_trunc('minute', one) <> date_trunc('minute', other)
end;
