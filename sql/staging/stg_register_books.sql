-- One row per unit, year and part of a paper register: the book that it is of. A unit may keep two books in one year,
-- each from number 1, for two fields: a part most of whose numbers stand, in the same days, for other cases in another
-- part is a book of its own, by the part's name. All other parts are one book, without a name: typed off in several
-- sheets, or twice. One number given twice makes no book.
with lines as (
    select * from stg_register_lines
),

parts as (
    select
        unit_code,
        register_year,
        part,
        count(distinct register_number) as numbers,
        min(received_date) as first_date,
        max(received_date) as last_date
    from lines
    group by unit_code, register_year, part
),

shared as (
    select
        lines.unit_code,
        lines.register_year,
        lines.part,
        count(distinct lines.register_number) as numbers
    from lines
    inner join lines as others
        on
            lines.unit_code = others.unit_code
            and lines.register_year = others.register_year
            and lines.register_number = others.register_number
            and lines.part <> others.part
            and lines.case_key <> others.case_key
    inner join parts
        on
            others.unit_code = parts.unit_code
            and others.register_year = parts.register_year
            and others.part = parts.part
            and lines.received_date between parts.first_date and parts.last_date
    group by lines.unit_code, lines.register_year, lines.part
)

select
    parts.unit_code,
    parts.register_year,
    parts.part,
    case when shared.numbers >= 2 and 2 * shared.numbers > parts.numbers then parts.part else '' end as book
from parts
left join shared
    on
        parts.unit_code = shared.unit_code
        and parts.register_year = shared.register_year
        and parts.part = shared.part
