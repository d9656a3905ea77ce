"""Examples of the rules that look at units' own reports (Biểu 06), for `test_rules.py`.

Each is a line of its own in the report of its unit for 15/09–14/12/2020; `before` is what the report for
15/06–14/09/2020 left pending in it. Of the first two sectors of A8R the unit has two cases each, received and completed
early in that time; figures that no line names are empty.
"""

from pathlib import Path

from tests.casebook import Casebook, drawn
from tests.checks.rulebook import FULL, Example

RULES_OF_REPORTS = {
    "A8": """
is    | example          | for | total | direct | carried | completed | early | pending | verdict
good  | adds up          |     | 3     | 2      | 1       | 2         |       | 1       | clean
bad   | one too many     |     | 4     | 2      | 1       | 2         |       | 1       | finding
bad   | one too few      |     | 2     | 2      | 1       | 2         |       | 1       | finding
empty | nothing to add   |     |       |        |         | 2         |       | 1       | outside
n/a   | no report        | 618 |       |        |         |           |       |         | n/a
""",
    "A8C": """
is    | example             | for | before | carried | completed | pending | verdict
good  | begins as it ended  |     | 1      | 1       | 2         | 1       | clean
bad   | one got lost        |     | 2      | 1       | 2         | 1       | finding
bad   | one came from air   |     | 0      | 1       | 2         | 1       | finding
empty | not in the earlier  |     |        | 1       | 2         | 1       | outside
empty | no carry-over given |     | 1      |         | 2         | 1       | outside
n/a   | no earlier report   | 617 |        | 1       | 2         | 1       | n/a
""",
    "A8R": """
is    | example       | for | total | direct | carried | completed | early | pending | verdict
good  | two cases     |     | 2     | 2      | 0       | 2         | 2     | 0       | clean
bad   | two more      |     | 1     | 1      | 0       | 1         | 1     | 0       | finding
empty | unknown words |     | 2     | 2      | 0       | 2         | 2     | 0       | outside
n/a   | no case       | 617 | 2     | 2      | 0       | 2         | 2     | 0       | n/a
""",
}
FIELDS = {"direct": "received_direct", "carried": "carried_over", "early": "completed_early"}
SECTORS = (  # names that pass the door
    *("Đất đai", "Hộ tịch", "Chăn nuôi", "Thú y", "Công thương", "Chứng thực", "Đường bộ", "Lâm nghiệp", "Thủy lợi"),
    *("Thủy sản", "Du lịch", "Việc làm", "Quốc tịch", "Luật sư", "Môi trường"),
)
BEFORE, NOW = ("15/06/2020", "14/09/2020"), ("15/09/2020", "14/12/2020")
CASE = {"received_at": "01/10/2020", "due_at_original": "12/10/2020", "channel": "Trực tiếp"}
CASE |= {"finished_at": "05/10/2020", "returned_at": "05/10/2020"}


def report_examples() -> list[Example]:
    """The lines of the tables; they are rows of reports and not cases."""
    examples = []
    for rule_id, table in RULES_OF_REPORTS.items():
        for line in drawn(table):
            known = [line.pop("is"), line.pop("example"), line.pop("verdict"), line.pop("for") or FULL]
            row = {FIELDS.get(name, name): cell for name, cell in line.items()} | {"item": SECTORS[len(examples)]}
            examples.append(Example(rule_id, *known, row, "", count=0))
    return examples


def reported_cases() -> list[Example]:
    """The cases of the first two sectors of A8R, of a day each."""
    sectors = [example.row["item"] for example in report_examples() if example.rule_id == "A8R"][:2]
    return [
        Example(
            *("A8R", "", "", "", FULL),
            CASE | {"sector": sector, "received_at": f"0{day}/10/2020"},
            f"000.00.43.H34-20100{day}-000{number}",
        )
        for day, sector in enumerate(sectors, 1)
        for number in (1, 2)
    ]


def write_reports(book: Casebook, examples: list[Example]) -> None:
    """A report of each unit for the period, and for the period before where a line had figures then."""
    for unit in sorted({example.unit for example in examples if example.row.get("completed")}):
        own = [example for example in examples if example.unit == unit]
        now = [{name: cell for name, cell in one.row.items() if name != "before"} for one in own]
        before = [
            {"item": one.row["item"], "completed": "0", "pending": one.row["before"]}
            for one in own
            if one.row.get("before")
        ]
        for name, days, rows in (("truoc", BEFORE, before), ("nay", NOW, now)):
            if rows:
                write_report(book, f"bieu_06_{unit}_{name}.csv", days, rows, sender=unit)


def write_report(book: Casebook, name: str, days: tuple[str, str], rows: list[dict], **card) -> Path:
    """A unit's report with its period in the title."""
    book.write(name, "form_06_report", rows, **card)
    path = book.raw / name
    title = f'"Từ ngày {days[0]} đến ngày {days[1]}"\n'
    path.write_text(title + path.read_text(encoding="utf-8"), encoding="utf-8")
    return path
