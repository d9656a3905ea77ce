-- A moment as ISO text, without the hours of midnight; where it could not be read, what was written, masked.
create or replace macro moment_text(moment, as_written) as
coalesce(
    case when moment = date_trunc('day', moment) then moment::date::varchar else moment::varchar end, masked(as_written)
);
