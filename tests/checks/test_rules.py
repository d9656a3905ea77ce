"""Every rule at the last good value, the first bad one, the empty one, and where it cannot be assessed (n/a).

All examples stand in one audit. A verdict is `clean`, `finding`, `outside` (of what the rule speaks of) or `n/a`; `~`
is the usual value of `rulebook.USUAL`: a case of unit 611, received on 03/06/2020, due on 10/06, finished on 08/06,
returned on 09/06. Of the units under `for`, 616 left out most columns, 617 and 23299 have no case, and for 618 there
are no lists.
"""

import duckdb
import pytest

from checks.rules import load_rules
from tests.casebook import Casebook, drawn
from tests.checks.conduct import RULES_OF_CONDUCT
from tests.checks.control_totals import total_examples, write_totals
from tests.checks.copies import RULES_OF_COPIES
from tests.checks.deadline_rules import RULES_OF_DEADLINES
from tests.checks.petition_rules import petition_examples, write_petitions
from tests.checks.procedure_rules import PROCEDURE_RULES
from tests.checks.register_rules import register_examples
from tests.checks.reports import report_examples, reported_cases, write_reports
from tests.checks.row_rules import RULES_OF_ROWS
from tests.checks.rulebook import FULL, Example, audited, case_examples, verdict
from tests.checks.slip_rules import RULES_OF_SLIPS
from tests.checks.unit_rules import EXAMPLES as UNIT_EXAMPLES

SITUATIONS = {"good", "bad", "empty", "n/a"}

CASE_RULES = {
    "A1": """
is    | example              | for | status | procedure | due | finished | returned | verdict
good  | all dates            |     | 10     | ~         | ~   | ~        | ~        | clean
good  | open                 |     | 4      | ~         | ~   |          |          | clean
good  | at once and no limit |     | 10     | 1.000009  |     | ~        | ~        | clean
bad   | done, no end         |     | 9      | ~         | ~   |          |          | finding
bad   | returned, no return  |     | 10     | ~         | ~   | ~        |          | finding
bad   | open, no due date    |     | 4      | ~         |     |          |          | finding
empty | no status            |     |        | ~         |     |          |          | outside
empty | not accepted         |     | 3      | ~         |     |          |          | outside
n/a   | no status column     | 616 | ~      | ~         | ~   | ~        | ~        | n/a
""",
    "A2": """
is    | example               | for | received       | finished       | returned            | verdict
good  | all at one moment     |     | 03/06 08:00:00 | 03/06 08:00:00 | 03/06 08:00:00      | clean
good  | end known by its day  |     | 03/06 08:00:00 | 03/06          | 03/06               | clean
good  | as the extract taken  |     | ~              | ~              | 06/05/2021 08:00:00 | clean
bad   | end a second early    |     | 03/06 08:00:00 | 03/06 07:59:59 | ~                   | finding
bad   | return a second early |     | ~              | 08/06 10:00:00 | 08/06 09:59:59      | finding
bad   | after extract taken   |     | ~              | ~              | 06/05/2021 08:00:01 | finding
empty | no date               |     |                |                |                     | outside
empty | no return             |     | ~              | ~              |                     | clean
n/a   | no case               | 617 | ~              | ~              | ~                   | n/a
""",
    "A4": """
is    | example             | for | case_id                   | procedure | verdict
good  | a code of its own   |     | 000.00.43.H34-200604-0001 | ~         | clean
bad   | two cases, one code |     | 000.00.43.H34-200604-0002 | ~         | finding
bad   | the other one       |     | 000.00.43.H34-200604-0002 | 1.000002  | finding
empty | no code             |     |                           | ~         | outside
n/a   | no code in the unit | 616 | ~                         | ~         | n/a
""",
    "A5": """
is    | example            | for | status | finished | returned | verdict
good  | open, no end       |     | 4      |          |          | clean
good  | done, not returned |     | 9      | ~        |          | clean
bad   | open, ended        |     | 4      | ~        |          | finding
bad   | done, but returned |     | 9      | ~        | ~        | finding
empty | no status          |     |        | ~        | ~        | outside
n/a   | no status column   | 616 | ~      | ~        | ~        | n/a
""",
    "A6": """
is    | example             | for | status           | unit        | procedure | verdict
good  | all known           |     | 10               | ~           | 1.000001  | clean
bad   | unknown status      |     | Đã gửi lên trăng | ~           | ~         | finding
bad   | unknown unit        |     | ~                | Xã Không Có | ~         | finding
bad   | unit fits two       |     | ~                | Đăk Long    | ~         | finding
empty | no status           |     |                  | ~           | ~         | clean
empty | unit told by sender |     | ~                |             | ~         | clean
empty | no procedure code   |     | ~                | ~           |           | finding
n/a   | no case             | 617 | ~                | ~           | ~         | n/a
""",
    "A7": """
is    | example        | for | channel    | level    | verdict
good  | level 3        |     | Trực tuyến | Mức độ 3 | clean
bad   | level 2        |     | Trực tuyến | Mức độ 2 | finding
empty | no level       |     | Trực tuyến |          | outside
empty | no channel     |     |            | Mức độ 2 | outside
empty | at the desk    |     | Trực tiếp  | Mức độ 2 | outside
n/a   | neither column | 616 | ~          | ~        | n/a
""",
    "B1": """
is    | example              | for | status | due            | finished       | returned | verdict
good  | on the due date      |     | ~      | 10/06 17:00:00 | 10/06 23:59:59 | ~        | clean
good  | open, due at the end |     | 4      | 30/04/2021     |                |          | clean
good  | handed over on time  |     | ~      | 10/06          |                | 10/06    | clean
bad   | the day after        |     | ~      | 10/06 17:00:00 | 11/06 00:00:00 | ~        | finding
bad   | open, due before end |     | 4      | 29/04/2021     |                |          | finding
bad   | waits for a payment  |     | 6      | 29/04/2021     |                |          | finding
empty | waits for papers     |     | 5      | 29/04/2021     |                |          | outside
empty | no due date          |     | ~      |                | 11/06          | ~        | outside
empty | withdrawn            |     | 7      | 10/06          | 11/06          |          | outside
n/a   | no due date in unit  | 616 | ~      | ~              | ~              | ~        | n/a
""",
    "B3": """
is    | example              | for | moves | due | slip         | new date     | reason   | verdict
good  | moved once           |     | 1     | ~   |              |              |          | clean
good  | two slips, one date  |     |       | ~   | 08/06; 09/06 | 17/06; 17/06 | bận; bận | clean
bad   | moved twice          |     | 2     | ~   |              |              |          | finding
bad   | two slips, two dates |     |       | ~   | 08/06; 09/06 | 17/06; 18/06 | bận; bận | finding
empty | no due date          |     | 2     |     |              |              |          | outside
empty | no number            |     |       | ~   |              |              |          | clean
n/a   | no case              | 617 | ~     | ~   |              |              |          | n/a
""",
    "B4": """
is    | example              | for | moved | completed | slip  | new date | reason | verdict
good  | slip the day before  |     | 17/06 |           | 09/06 | 17/06    | bận    | clean
bad   | slip on the due date |     | 17/06 |           | 10/06 | 17/06    | bận    | finding
bad   | no slip              |     | 17/06 |           |       |          |        | finding
empty | moved to before      |     | 09/06 |           |       |          |        | outside
empty | not moved            |     |       |           |       |          |        | outside
empty | same day             |     | 10/06 |           |       |          |        | outside
empty | restarted, complete  |     | 17/06 | 05/06     |       |          |        | outside
n/a   | no slip list         | 618 | 17/06 |           |       |          |        | n/a
""",
    "B5": """
is    | example              | for | finished | slip         | new date     | reason   | verdict
good  | slip the day before  |     | 12/06    | 09/06        | 17/06        | bận      | clean
good  | repeated is for B3   |     | 12/06    | 08/06; 09/06 | 17/06; 18/06 | bận; bận | clean
bad   | slip on the due date |     | 12/06    | 10/06        | 17/06        | bận      | finding
bad   | no slip              |     | 12/06    |              |              |          | finding
bad   | no reason            |     | 12/06    | 09/06        | 17/06        | -        | finding
bad   | no new date          |     | 12/06    | 09/06        | -            | bận      | finding
empty | not late             |     | 10/06    |              |              |          | outside
empty | slip without a day   |     | 12/06    | -            | 17/06        | bận      | outside
n/a   | no slip list         | 618 | 12/06    |              |              |          | n/a
""",
    "B6": """
is    | example              | for | moved | finished | slip         | new date     | reason   | verdict
good  | on the new date      |     |       | 17/06    | 09/06        | 17/06        | bận      | clean
good  | on the last new date |     |       | 18/06    | 08/06; 09/06 | 17/06; 18/06 | bận; bận | clean
bad   | the day after        |     |       | 18/06    | 09/06        | 17/06        | bận      | finding
bad   | moved without slip   |     | 17/06 | 18/06    |              |              |          | finding
empty | no new date          |     |       | 18/06    |              |              |          | outside
empty | on time after all    |     | 17/06 | 10/06    |              |              |          | outside
n/a   | no due date in unit  | 616 | ~     | ~        |              |              |          | n/a
""",
}

# Cases of each procedure in six communes; the rule looks at the first.
COUNTED = ("23281", "23284", "23287", "23290", "23293", "23296")
U5 = """
is    | example              | for   | procedure | 23281 | 23284 | 23287 | 23290 | 23293 | 23296 | verdict
good  | one case             |       | 5.000001  | 1     | 5     | 5     | 5     | 5     | 5     | clean
bad   | none, four of five do|       | 5.000002  | 0     | 5     | 5     | 5     | 5     | 0     | finding
empty | three of five do     |       | 5.000003  | 0     | 5     | 5     | 5     | 0     | 0     | outside
empty | but four times each  |       | 5.000004  | 0     | 4     | 4     | 4     | 4     | 4     | outside
empty | in force a day late  |       | 5.000005  | 0     | 5     | 5     | 5     | 5     | 5     | outside
empty | not published        |       | 8.000001  | 0     | 5     | 5     | 5     | 5     | 5     | outside
n/a   | no case              | 23299 | 5.000002  | 0     | 0     | 0     | 0     | 0     | 0     | n/a
"""


def _never_used() -> tuple[list[Example], list[Example]]:
    """The examples of U5, and the cases of the other communes that they need."""
    shown, beside = [], []
    for line in drawn(U5):
        code, unit = line["procedure"], line["for"] or COUNTED[0]
        row, count = {"procedure_code": code}, int(line.get(unit, 1))
        shown.append(Example("U5", line["is"], line["example"], line["verdict"], unit, row, f"{unit}-{code}-1", count))
        for other in COUNTED[1:]:
            beside.append(Example("U5", "", "", "", other, row, f"{other}-{code}-1", int(line[other])))
    return shown, beside


NEVER_USED, BESIDE = _never_used()
REPORTS = report_examples()
CASES = (
    CASE_RULES
    | RULES_OF_ROWS
    | RULES_OF_SLIPS
    | RULES_OF_COPIES
    | RULES_OF_DEADLINES
    | RULES_OF_CONDUCT
    | PROCEDURE_RULES
)
PETITIONS = petition_examples()
REGISTERS, OTHER_ENTRIES = register_examples()
EXAMPLES = case_examples(CASES) + NEVER_USED + REPORTS + PETITIONS + REGISTERS + total_examples()


@pytest.fixture(scope="module")
def audit(tmp_path_factory) -> duckdb.DuckDBPyConnection:
    folder, cases = tmp_path_factory.mktemp("rules") / "book", EXAMPLES + BESIDE + OTHER_ENTRIES + reported_cases()
    with audited(folder, cases, _beside) as connection:
        yield connection


def _beside(book: Casebook) -> None:
    write_reports(book, REPORTS)
    write_petitions(book, PETITIONS)
    write_totals(book)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_verdict(audit, example) -> None:
    assert verdict(audit, example) == example.verdict


@pytest.mark.parametrize("rule", [r for r in load_rules() if r.kind != "invariant"], ids=lambda rule: rule.rule_id)
def test_every_rule_is_shown_in_every_situation(rule) -> None:
    examples = [example for example in EXAMPLES + UNIT_EXAMPLES if example.rule_id == rule.rule_id]
    shown = {(example.situation, example.verdict) for example in examples}
    assert {situation for situation, _ in shown} == SITUATIONS
    assert {"clean", "finding", "n/a"} <= {verdict for _, verdict in shown}
    assert {verdict for situation, verdict in shown if situation == "bad"} == {"finding"}


def test_examples_are_of_declared_rules() -> None:
    assert {example.rule_id for example in EXAMPLES + UNIT_EXAMPLES} <= {rule.rule_id for rule in load_rules()}


def test_the_full_unit_can_be_assessed_by_all_rules(audit) -> None:
    query = "select rule_id from rule_results where unit_code = ? and not is_assessable"
    assert audit.execute(query, [FULL]).fetchall() == []
