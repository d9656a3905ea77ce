-- One row: late and overdue cases of the units with a slip list, and their missing and faulty slips; null without one.
select
    cast(sum(slips_ok + slips_missing + slips_faulty) as bigint) as assessed,
    cast(sum(slips_missing) as bigint) as slips_missing,
    cast(sum(slips_faulty) as bigint) as slips_faulty
from unit_apologies
