-- One row per number of a line of Biểu 06: the unit, sector and, where the unit reports by procedure, procedure that it
-- counts.
select
    line_no,
    unit_code,
    any_value(sector) as sector,
    any_value(procedure_line) as procedure_line
from stg_line_spellings
group by line_no, unit_code
