"""Examples of the rules on petitions, for `test_rules.py`: each is a petition of the unit's list; of P4 two.

Under `for`, 615 writes the day of no answer, and the list of 614 has no column for it.
"""

from __future__ import annotations

from tests.casebook import Casebook, drawn
from tests.checks.rulebook import BARE, FULL, TAKEN_AT, UNITS, Example

PETITIONS = {
    "P1": """
is    | example             | due        | answered   | status     | verdict
good  | on the due date     | 10/06/2020 | 10/06/2020 | Đã trả lời | clean
bad   | the day after       | 10/06/2020 | 11/06/2020 | Đã trả lời | finding
empty | no due date         |            | 11/06/2020 | Đã trả lời | outside
empty | not answered        | 10/06/2020 |            | Đang xử lý | outside
""",
    "P2": """
is    | example             | due        | answered   | status     | verdict
good  | due at the end      | 30/04/2021 |            | Đang xử lý | clean
bad   | due the day before  | 29/04/2021 |            | Đang xử lý | finding
bad   | answered afterwards | 29/04/2021 | 03/05/2021 | Đã trả lời | finding
empty | no due date         |            |            | Đang xử lý | outside
empty | rejected            | 10/06/2020 |            | Từ chối    | outside
empty | said to be answered | 29/04/2021 |            | Đã trả lời | outside
""",
    "P3": """
is    | example             | due        | answered   | status     | verdict
good  | with its day        | 10/06/2020 | 09/06/2020 | Đã trả lời | clean
bad   | without             | 10/06/2020 |            | Đã trả lời | finding
bad   | not a day           | 10/06/2020 | 31/06/2020 | Đã trả lời | finding
empty | not answered        | 30/04/2021 |            | Đang xử lý | outside
""",
}
UNDATED = {
    "P2": """
is    | example              | for | due        | status     | verdict
good  | never a day, in time | 615 | 30/04/2021 |            | clean
bad   | never a day, overdue | 615 | 29/04/2021 |            | finding
bad   | no column, overdue   | 614 | 29/04/2021 | Đang xử lý | finding
""",
    "P3": """
is    | example              | for | due        | status     | verdict
bad   | never a day          | 615 | 10/06/2020 | Đã trả lời | finding
empty | never a day, open    | 615 | 10/06/2020 | Đang xử lý | outside
n/a   | no column            | 614 | 10/06/2020 | Đã trả lời | n/a
""",
}
SENT_BY = {"615": "Huyện Đắk Hà", "614": "Huyện Kon Rẫy"}
REPEATED = """
is    | example             | from       | and from   | subject  | and on   | verdict
good  | another subject     | Người mẫu A | Người mẫu A | Đất đai  | Hộ tịch  | clean
good  | another petitioner  | Người mẫu B | Người mẫu C | Đất đai  | Đất đai  | clean
bad   | twice               | Người mẫu D | Người mẫu D | Đất đai  | đất đai  | finding
empty | no petitioner       |            |            | Đất đai  | Đất đai  | outside
"""
USUAL = {"received_at": "03/06/2020"}


def petition_examples() -> list[Example]:
    found = [
        Example(rule, line["is"], line["example"], line["verdict"], FULL, _row(f"PA-{rule}-{number}", line), "")
        for rule, table in PETITIONS.items()
        for number, line in enumerate(drawn(table))
    ]
    for rule, table in UNDATED.items():
        for number, line in enumerate(drawn(table)):
            row = _row(f"PA-{rule}-U{number}", line)
            found.append(Example(rule, line["is"], line["example"], line["verdict"], line["for"], row, ""))
    for number, line in enumerate(drawn(REPEATED)):
        row = {"in": "petitions", "thing": f"PA-P4-{number}", "line": line}
        found.append(Example("P4", line["is"], line["example"], line["verdict"], FULL, row, ""))
    n_a = {"in": "nowhere", "thing": "PA-0"}
    return found + [Example(rule, "n/a", "no petitions", "n/a", BARE, n_a, "") for rule in (*PETITIONS, "P4")]


def _row(code: str, line: dict) -> dict:
    return {"in": "petitions", "thing": code, "line": line}


def write_petitions(book: Casebook, examples: list[Example]) -> None:
    rows, undated = [], []
    for example in (one for one in examples if one.row["in"] == "petitions"):
        code, line = example.row["thing"], example.row["line"]
        row = USUAL | {"petition_id": code, "unit": UNITS[FULL]}
        if example.unit in SENT_BY:
            told = {"unit": SENT_BY[example.unit], "due_at": line["due"], "status": line["status"]}
            (rows if example.unit == "615" else undated).append(row | told)
        elif example.rule_id == "P4":
            rows.append(row | {"petitioner_key": line["from"], "subject": line["subject"]})
            more = {"petition_id": f"{code}-2", "petitioner_key": line["and from"], "subject": line["and on"]}
            rows.append(row | more | {"received_at": "04/06/2020"})
        else:
            rows.append(row | {"due_at": line["due"], "answered_at": line["answered"], "status": line["status"]})
    book.write("phan_anh.csv", "petitions", rows)
    book.write("phan_anh_614.csv", "petitions", undated, taken_at=TAKEN_AT)
