-- The time stamp, unless its year is a typing error. Its argument stands here once: a macro copies what it is given.
create or replace macro plausible_at(value) as list_transform(
    [value], lambda moment: case when moment between timestamp '1990-01-01' and timestamp '2100-12-31' then moment end
)[1];
