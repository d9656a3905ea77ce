"""Examples of the rules about the numbers of a paper register (Mẫu 06), for `test_rules.py`: one year of the register
each, all of it before the window, so that no other rule looks at its cases.
"""

from tests.casebook import drawn
from tests.checks.rulebook import FULL, Example

# The numbers of a year in the order of its lines, a day each: behind / or \ those of a field of their own, from the
# first day again or going on; rule E8 looks at the year, E9 at the number under `thing`.
REGISTERS = r"""
rule | is    | example                      | for | year | numbers        | thing   | verdict
E8   | good  | from 1 to 10                 |     | 2006 | 1-10           | 2006    | clean
E8   | good  | a part of the year           |     | 2007 | 412-421        | 2007    | clean
E8   | good  | as a workbook writes numbers |     | 2008 | 1.0 2.0 3.0    | 2008    | clean
E8   | bad   | one of ten left out          |     | 2009 | 1-4 6-10       | 2009    | finding
E8   | empty | two of eleven left out       |     | 2010 | 1-4 7-11       | 2010    | outside
E8   | empty | every month from 1           |     | 2011 | 1-5 1-5        | 2011    | outside
E8   | empty | no numbers                   |     | 2012 | - - -          | 2012    | outside
E8   | good  | two books of one year        |     | 2017 | 1-5 / 1-4      | 2017 · register.csv · Đất đai | clean
E8   | bad   | one left out of ten of two   |     | 2018 | 1-4 6-10 / 1-3 | 2018    | finding
E8   | empty | every month from 1, by field |     | 2019 | 1-5 \ 1-5      | 2019    | outside
E8   | n/a   | no register                  | 618 | 2012 |                | 2012    | n/a
E9   | good  | once                         |     | 2013 | 1-9            | 2013/9  | clean
E9   | bad   | one of nine twice            |     | 2014 | 1-9 9          | 2014/9  | finding
E9   | empty | two of eight twice           |     | 2015 | 1-8 7-8        | 2015/8  | outside
E9   | empty | the number is not there      |     | 2016 | 1-9            | 2016/10 | outside
E9   | good  | two books of one year        |     | 2005 | 1-20 / 1-3     | 2005/3  | clean
E9   | bad   | twice in one of two books    |     | 2004 | 1-9 9 / 1-4    | 2004/9  | finding
E9   | bad   | one number in two fields     |     | 2003 | 1-9 / 9 10     | 2003/9  | finding
E9   | empty | two books, one list          |     | 2002 | 1-4 1-4        | 2002/1  | outside
E9   | n/a   | no register                  | 618 | 2016 |                | 2016/1  | n/a
"""


def register_examples() -> tuple[list[Example], list[Example]]:
    """The examples, and the other lines of their registers."""
    shown, beside = [], []
    for line in drawn(REGISTERS):
        unit = line["for"] or FULL
        told = [line["rule"], line["is"], line["example"], line["verdict"], unit]
        entries = _entries(line["year"], line["numbers"])
        codes = [f"000.00.43.H34-{line['year'][2:]}0603-{place:04d}" for place in range(1, len(entries) + 1)]
        first = entries[0] if entries else {}
        shown.append(
            Example(
                *told, first | {"in": first.get("in", "elsewhere"), "thing": line["thing"]}, codes[0] if codes else ""
            )
        )
        beside += [
            Example(line["rule"], "", "", "", unit, row, code) for row, code in zip(entries[1:], codes[1:], strict=True)
        ]
    return shown, beside


def _whole(text: str) -> list[str]:
    """`1-3 7` as 1, 2, 3, 7; a dash alone is an empty cell."""
    numbers: list[str] = []
    for part in text.split():
        first, _, last = part.partition("-")
        numbers += [str(number) for number in range(int(first), int(last) + 1)] if last else [first]
    return numbers


def _entries(year: str, text: str) -> list[dict[str, str]]:
    first, mark, second = text.partition("/") if "/" in text else text.partition("\\")
    numbers, others = _whole(first), _whole(second)
    before = len(numbers) if mark == "\\" else 0
    entries = [_entry(year, place, number) for place, number in enumerate(numbers, 1)]
    own = [_entry(year, place, number) for place, number in enumerate(others, before + 1)]
    return entries + [entry | {"register sector": "Đất đai"} for entry in own]


def _entry(year: str, place: int, number: str) -> dict[str, str]:
    day = f"{place:02d}/06/{year}"
    dates = {"received_at": day, "due_at_original": day, "returned_at": day}
    return dates | {"in": "register", "register register_number": number}
