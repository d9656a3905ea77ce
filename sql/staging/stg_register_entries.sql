-- One row per case in a paper register of a unit, year, book and number it has there. A register typed off twice holds
-- an entry twice: that is one.
select distinct
    lines.unit_code,
    lines.register_year,
    books.book,
    lines.register_number,
    lines.case_key
from stg_register_lines as lines
inner join stg_register_books as books
    on
        lines.unit_code = books.unit_code
        and lines.register_year = books.register_year
        and lines.part = books.part
