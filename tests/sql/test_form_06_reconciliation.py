"""Units' own reports against the recount: to which convention a report keeps, what cannot be compared, which cases."""

import csv

import pytest

from flows.common.errors import SetupError
from tests.casebook import Casebook, drawn, rows_of
from tests.checks.reports import write_report

QUARTER = ("15/06/2020", "14/09/2020")
# One case for each question on which conventions differ; all of unit 611, received on 01/07, due on 10/07 at 17:00.
# Papers asked for on 03/07 were asked for in time: no limit runs, for nobody; on 08/07, too late: the first runs on.
CASES = """
case     | status | due       | finished            | returned            | asked      | why
plain    | 10     |           | 09/07/2020 10:00:00 | 09/07/2020 10:00:00 |            |
hour     | 10     |           | 10/07/2020 17:30:00 | 10/07/2020 17:30:00 |            | clock
handed   | 10     |           | 09/07/2020 10:00:00 | 20/07/2020 10:00:00 |            | end_is_handover
at desk  | 9      |           | 09/07/2020 10:00:00 |                     |            | end_is_handover
withdrawn| 7      |           | 08/07/2020 10:00:00 |                     |            | withdrawn_as_on_time
stopped  | 8      |           | 08/07/2020 10:00:00 |                     |            | stopped_as_in_time
waiting  | 5      |           |                     |                     | 08/07/2020 | waiting_as_in_time
lawful   | 5      |           |                     |                     | 03/07/2020 |
undated  | 10     | none      | 09/07/2020 10:00:00 | 09/07/2020 10:00:00 |            | undated_as_on_time
open     | 4      |           |                     |                     |            |
"""
# By hand, after the table of conventions; the quarter ends on 14/09, long after every due date.
VENDOR = {"total": 10, "received_direct": 10, "carried_over": 0, "completed": 6, "completed_early": 3}
VENDOR |= {"completed_on_time": 3, "completed_late": 0, "pending": 4, "pending_in_time": 3, "pending_overdue": 1}
STRICT = {"total": 10, "carried_over": 0, "completed": 4, "completed_early": 1, "completed_on_time": 0}
STRICT |= {"completed_late": 2, "pending": 5, "pending_in_time": 1, "pending_overdue": 4}


def _book(tmp_path, reports: list[tuple]) -> Casebook:
    book = Casebook(tmp_path / "book")
    rows = [
        {
            "case_id": f"C-{number}",
            "sector": "Hộ tịch",
            "channel": "Trực tiếp",
            "status": one["status"],
            "received_at": "01/07/2020 08:00:00",
            "due_at_original": "" if one["due"] else "10/07/2020 17:00:00",
            "finished_at": one["finished"],
            "returned_at": one["returned"],
            "supplement_requested_at": one["asked"],
        }
        for number, one in enumerate(drawn(CASES))
    ]
    book.cases("611.csv", rows, sender="611", taken_at="2021-05-06T08:00:00")
    for number, (unit, days, lines) in enumerate(reports):
        texts = [{name: str(cell) for name, cell in line.items()} for line in lines]
        write_report(book, f"bieu_06_{number}.csv", days, texts, sender=unit)
    return book


@pytest.fixture(scope="module")
def reconciled(tmp_path_factory):
    known, other = {"item": "Hộ tịch", **VENDOR}, {"completed": 1, "pending": 0}
    reports = [
        ("611", QUARTER, [known, {"item": "Đất đai", **other}, {"item": "Tổng số", **VENDOR}]),
        ("611", ("01/01/2019", "31/03/2019"), [{"item": "Hộ tịch", **other}]),
        ("612", QUARTER, [{"item": "Hộ tịch", **other}]),
        ("611", ("16/06/2020", "20/09/2020"), [{"item": "Hộ tịch", **other}, {"item": "hộ tịch", **other}]),
    ]
    with _book(tmp_path_factory.mktemp("reconciled"), reports).audit() as connection:
        yield connection


def test_a_report_kept_by_the_vendors_way_is_told_to_be_so(reconciled) -> None:
    query = "select * from form_06_reconciliation where period_id = 'report_quarter_2020_3' and unit_code = '611'"
    rows = rows_of(reconciled, query)
    assert {row["convention_id"] for row in rows if row["is_nearest"]} == {"vendor"}
    for row in rows:
        by_hand = {"vendor": VENDOR, "strict": STRICT}.get(row["convention_id"], {})
        if row["cell"] in by_hand:
            assert (row["recounted"], row["difference"]) == (by_hand[row["cell"]], row["reported"] - row["recounted"])
    assert rows_of(reconciled, "select * from findings where rule_id = 'A8R'") == []


def test_the_cases_behind_a_difference_say_why(reconciled) -> None:
    rows = rows_of(
        reconciled, "select case_id, why, convention_id from form_06_differences where period_id like 'rep%_3'"
    )
    expected = {f"C-{number}": one["why"] for number, one in enumerate(drawn(CASES)) if one["why"]}
    assert {row["case_id"]: row["why"] for row in rows} == expected
    assert {row["convention_id"] for row in rows} == {"vendor"}


def test_what_cannot_be_compared_is_said(reconciled) -> None:
    query = """
        select distinct unit_code, strftime(period_from, '%d/%m/%Y'), item, match from form_06_reconciliation
        where match <> 'matched'
    """
    assert set(reconciled.execute(query).fetchall()) == {
        ("611", "15/06/2020", "Đất đai", "no_such_line"),
        ("611", "01/01/2019", "Hộ tịch", "other_period"),
        ("612", "15/06/2020", "Hộ tịch", "no_cases"),
        ("611", "16/06/2020", "Hộ tịch", "several_lines"),
        ("611", "16/06/2020", "hộ tịch", "several_lines"),
    }


def test_another_period_within_the_window_is_recounted_too(reconciled) -> None:
    rows = rows_of(reconciled, "select period_kind, period_from, period_to from report_periods where period_no > 11")
    assert [[str(value) for value in row.values()] for row in rows] == [["reported", "2020-06-16", "2020-09-20"]]


# --- the list of conventions ---------------------------------------------------------------------------------------


def _listed(book: Casebook) -> list[dict]:
    with (book.references / "conventions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_one_more_convention_is_one_more_row(tmp_path) -> None:
    book = _book(tmp_path, [])
    fourth = {"convention_no": "9", "convention_id": "mine", "compare": "day", "end_basis": "returned"}
    fourth |= {"undated": "apart", "waiting": "left_out", "stopped": "apart", "withdrawn": "on_time", "systems": "all"}
    book.reference("conventions", [*_listed(book), fourth])
    with book.audit() as connection:
        (row,) = rows_of(
            connection,
            "select * from form_06 where convention_id = 'mine' and line_kind = 'total' and period_id = 'window'",
        )
    expected = {"total": 8, "completed": 5, "completed_early": 1, "completed_on_time": 2, "completed_late": 1}
    expected |= {"completed_undated": 1, "pending_overdue": 2, "withdrawn": None, "stopped": 1, "left_out": 2}
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [("waiting", "forgotten", "waiting"), ("end_basis", "", "end_basis"), ("convention_no", "2", "number")],
)
def test_a_convention_that_nobody_can_count_by_stops_the_run(tmp_path, column, value, told) -> None:
    book = _book(tmp_path, [])
    rows = _listed(book)
    rows[0][column] = value
    book.reference("conventions", rows)
    with pytest.raises(SetupError) as refused:
        book.build()
    assert "ours" in refused.value.en and told in refused.value.en
