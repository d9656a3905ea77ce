-- One row per published case whose code is read as that of the variable case_id, or whose code is nearly the same:
-- same_key tells the former; at most five, the nearest first.
select
    case_id,
    case_key(case_code) = case_key(upper(replace(getvariable('case_id'), ' ', ''))) as same_key
from cases
where
    case_key(case_code) = case_key(upper(replace(getvariable('case_id'), ' ', '')))
    or jaro_winkler_similarity(case_id, upper(replace(getvariable('case_id'), ' ', ''))) > 0.95
order by same_key desc, jaro_winkler_similarity(case_id, upper(getvariable('case_id'))) desc, case_id
limit 5
