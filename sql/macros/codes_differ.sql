-- Whether two records tell different codes; of what has no code, whether it is written otherwise.
create or replace macro codes_differ(one, one_as_written, other, other_as_written) as
case
    when one is null or other is null
        then fold_text(one_as_written) is distinct from fold_text(other_as_written)
    else one <> other
end;
