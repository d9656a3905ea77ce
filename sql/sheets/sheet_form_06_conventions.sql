-- One row per convention: its name and how it counts, in the order in which they are shown.
select
    convention_no,
    name_vi,
    name_en,
    says_vi,
    says_en
from form_06_conventions
order by convention_no
