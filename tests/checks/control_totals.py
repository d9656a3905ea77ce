"""Examples of rule A9 for `test_rules.py`: case lists of one unit that end with a total, all before the window."""

from tests.casebook import Casebook, drawn
from tests.checks.rulebook import Example

UNIT = "610"

# The lines of a list: a number is so many cases, the last with the code before it where it ends in `=`; else a group,
# or a total with the number that it tells.
LISTS = """
is    | example                     | for | lines                     | line | verdict
good  | as many as rows             |     | 3; Tổng số 3              | 5    | clean
good  | as many as codes            |     | 3=; Tổng số 2             | 5    | clean
good  | of its group                |     | 3; Lĩnh vực A; 2; Cộng 2  | 8    | clean
good  | of all groups               |     | 3; Lĩnh vực A; 2; Cộng 5  | 8    | clean
good  | of two of three parts       |     | 1; Cộng 1; 3; Cộng 3; 2; Cộng 2; Cộng 5 | 11 | clean
good  | above its rows              |     | Tổng số 3; 3              | 2    | clean
good  | above its group             |     | 2; Lĩnh vực A; Cộng 3; 3; Lĩnh vực B; 1 | 5 | clean
bad   | one row lost                |     | 3; Tổng số 4              | 5    | finding
bad   | one row too many            |     | 3; Tổng số 2              | 5    | finding
bad   | of no run of parts          |     | 1; Cộng 1; 3; Cộng 3; 2; Cộng 2; Cộng 4 | 11 | finding
bad   | above one row fewer         |     | Tổng số 4; 3              | 2    | finding
bad   | as many as below it only    |     | 3; Tổng số 2; 2           | 5    | finding
empty | several numbers             |     | 3; Tổng số 4 1            | 5    | outside
empty | a total of nothing          |     | 3; Tổng số                | 5    | outside
n/a   | no list                     | 617 |                           | 5    | n/a
"""


def total_examples() -> list[Example]:
    examples = []
    for number, line in enumerate(drawn(LISTS)):
        row = {"in": "a list of its own", "thing": f"{_file(number)} · {line['line']}"}
        told = [line["is"], line["example"], line["verdict"], line["for"] or UNIT]
        examples.append(Example("A9", *told, row, ""))
    return examples


def write_totals(book: Casebook) -> None:
    for number, line in enumerate(drawn(LISTS)):
        if line["lines"]:
            rows = [row for part in line["lines"].split("; ") for row in _rows(part, number)]
            book.cases(_file(number), rows, sender=UNIT, taken_at="2021-05-06T08:00:00")


def _file(number: int) -> str:
    return f"danh_sach_{number}.csv"


def _rows(part: str, number: int) -> list[dict[str, str]]:
    if not part[0].isdigit():
        words = [word for word in part.split() if not word.isdigit()]
        told = [word for word in part.split() if word.isdigit()]
        fields = ("procedure_code", "due_at_original")
        return [{"case_id": " ".join(words)} | dict(zip(fields, told, strict=False))]
    count = int(part.rstrip("="))
    codes = [f"H34.42-1506{number + 1:02d}-{place:04d}" for place in range(1, count + 1)]
    codes = [*codes[:-1], codes[-2]] if part.endswith("=") else codes
    dates = dict.fromkeys(("received_at", "due_at_original", "finished_at", "returned_at"), "03/06/2015")
    return [{"case_id": code, "procedure_code": "1.000001", "status": "10"} | dates for code in codes]
