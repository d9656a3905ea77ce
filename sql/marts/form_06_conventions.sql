-- One row per convention under which Biểu 06 is recounted: what it compares, and how it counts what the form leaves
-- open.
select
    convention_id,
    convention_no,
    name_vi,
    name_en,
    compare,
    end_basis,
    undated,
    waiting,
    stopped,
    withdrawn,
    systems,
    says_vi,
    says_en,
    source
from stg_conventions
