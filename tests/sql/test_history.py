"""Successive extracts of one system: what a case is now, what has changed in it, and which cases are gone."""

import unicodedata

import duckdb
import pytest

from tests.casebook import Casebook, drawn, rows_of
from tests.sql.direct import built

CLOSED = {
    "procedure_code": "1.000001",
    "unit": "UBND huyện Ngọc Hồi",
    "channel": "Trực tuyến",
    "received_at": "03/06/2020 08:00:00",
    "due_at_original": "10/06/2020 17:00:00",
    "due_at": "",
    "finished_at": "08/06/2020 10:00:00",
    "returned_at": "09/06/2020 10:00:00",
    "status": "Đã trả kết quả",
}
OPEN = CLOSED | {"finished_at": "", "returned_at": "", "status": "Đang xử lý"}

# One case per line, whose extracts differ in one field; `same` is no change at all.
DIFFERING = """
case   | field           | before              | after                  | change    | suspicious | says
closed | finished_at     | 08/06/2020 10:00:00 | 2020-06-08T03:00:00Z   | same      |            | the same instant
closed | finished_at     | 08/06/2020 10:00:05 | 08/06/2020 10:00:45    | same      |            | within a minute
closed | finished_at     | 08/06/2020 10:00:00 | 08/06/2020             | same      |            | a moment, its day
closed | finished_at     | 08/06/2020          | 09/06/2020 10:00:00    | altered   | yes        | a day, a later moment
closed | finished_at     | 08/06/2020 10:00:00 | 08/06/2020 10:01:00    | altered   | yes        | a minute later
closed | finished_at     | 08/06/2020 10:00:00 |                        | emptied   | yes        |
closed | finished_at     |                     | 08/06/2020 10:00:00    | filled_in | no         | closed by its return
closed | finished_at     | 08/06/2020 10:00:00 | hôm qua                | altered   | yes        | now unreadable
closed | finished_at     | hôm kia             | hôm kia                | same      |            | both unreadable
closed | received_at     | 03/06/2020 08:00:00 | 04/06/2020 08:00:00    | altered   | yes        |
closed | due_at_original | 10/06/2020 17:00:00 | 12/06/2020 17:00:00    | altered   | yes        |
closed | due_at          |                     | 10/06/2020 17:00:00    | same      |            | the original date
closed | due_at          |                     | 17/06/2020 17:00:00    | filled_in | no         |
closed | due_at          | 17/06/2020 17:00:00 |                        | emptied   | yes        |
closed | status          | Đã trả kết quả      | Kết thúc               | same      |            | both are status 10
closed | status          | 10                  | Đã trả kết quả         | same      |            |
closed | status          | Đã có kết quả       | Đã trả kết quả         | altered   | no         | 9 moves on to 10
closed | status          | Đã trả kết quả      | Đã có kết quả          | altered   | yes        | 10 goes back to 9
closed | status          | Đã trả kết quả      | Đang xử lý             | altered   | yes        |
closed | status          | Đã rút hồ sơ        | Đang xử lý             | altered   | yes        |
closed | status          | Đang xử lý          | Đã trả kết quả         | altered   | no         | its status follows
closed | status          | Đã trả kết quả      | Chưa ai biết           | altered   | no         | nobody has mapped it
closed | status          | Đã trả kết quả      |                        | emptied   | yes        |
closed | unit            | UBND huyện Ngọc Hồi | NFD                    | same      |            | other bytes
closed | unit            | UBND huyện Ngọc Hồi | huyện Ngọc Hồi         | same      |            |
closed | unit            | UBND huyện Ngọc Hồi | UBND huyện Đắk Tô      | altered   | yes        |
closed | unit            | UBND huyện Ngọc Hồi | Xã Không Có            | altered   | no         | unknown unit
closed | procedure_code  | 1.000001            | 1.000001.000.00.00.H34 | same      |            |
closed | procedure_code  | 1.000001            | 1.000002               | altered   | yes        |
closed | channel         | Trực tuyến          | Trực tiếp              | altered   | no         |
open   | finished_at     |                     | 08/06/2020 10:00:00    | filled_in | no         |
open   | status          | Đang xử lý          | Đã có kết quả          | altered   | no         |
open   | due_at_original | 10/06/2020 17:00:00 | 12/06/2020 17:00:00    | altered   | no         | nobody closed it
open   | due_at          |                     | 17/06/2020 17:00:00    | filled_in | no         |
"""
LINES = [{"code": f"000.00.43.H34-200603-{n:04d}"} | line for n, line in enumerate(drawn(DIFFERING), start=1)]


def _row(line: dict, column: str) -> dict:
    value = unicodedata.normalize("NFD", "UBND huyện Ngọc Hồi") if line[column] == "NFD" else line[column]
    return {"case_id": line["code"]} | (CLOSED if line["case"] == "closed" else OPEN) | {line["field"]: value}


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> duckdb.DuckDBPyConnection:
    book = Casebook(tmp_path_factory.mktemp("changed") / "book")
    for name, column, taken_at in (("b_truoc", "before", "2020-07-01T08:00:00"), ("a_sau", "after", "2020-08-01")):
        book.cases(f"{name}.csv", [_row(line, column) for line in LINES], taken_at=taken_at)
    with book.audit() as connection:
        yield connection


@pytest.mark.parametrize(
    "line", LINES, ids=lambda line: f"{line['case']}-{line['field']}-{line['says'] or line['after']}"
)
def test_a_change_is_told_and_what_only_looks_like_one_is_not(changed, line) -> None:
    query = "select field, change, is_suspicious, file_before, file_after from case_changes where case_id = ?"
    expected = {"field": line["field"], "change": line["change"], "is_suspicious": line["suspicious"] == "yes"}
    expected |= {"file_before": "b_truoc.csv", "file_after": "a_sau.csv"}
    assert rows_of(changed, query, [line["code"]]) == ([] if line["change"] == "same" else [expected])


def test_values_are_iso_text_and_the_case_was_closed_and_past_due(changed) -> None:
    [code] = [line["code"] for line in LINES if line["says"] == "a minute later"]
    query = "select value_before, value_after, was_closed, was_past_due from case_changes where case_id = ?"
    [row] = rows_of(changed, query, [code])
    assert list(row.values()) == ["2020-06-08 10:00:00", "2020-06-08 10:01:00", True, True]


def test_a_finding_shows_before_and_after(changed) -> None:
    [code] = [line["code"] for line in LINES if line["says"] == "a minute later"]
    [row] = rows_of(changed, "select observed from findings where rule_id = 'D9' and case_id = ?", [code])
    assert row == {"observed": "ngày có kết quả: 08/06/2020 10:00 → 08/06/2020 10:01"}


def test_every_case_is_counted_once(changed) -> None:
    assert changed.execute("select count(*), count(distinct case_id) from cases").fetchall() == [(len(LINES),) * 2]


CODES = """
first                      | second                     | cases
000.00.06.H34-200601-0012  | H34.06-200601-0012         | 1
000.00.06.H34-200601-0012  | 000.00.06.h34-200601-00012 | 1
H34.41.29-210223-0001      | 000.29.41.H34-210223-0001  | 1
G22.99.12-200601-0012      | g22.99.12-200601-0012      | 1
H34.06-200601-0012         | H34.106-200601-0012        | 2
H34.06-200601-0012         | H34.06-200602-0012         | 2
H34.06-200601-0012         | H34.06-200601-0013         | 2
TS-12                      | ts - 12                    | 1
TS-12                      | TS-012                     | 2
"""


@pytest.mark.parametrize("line", drawn(CODES), ids=lambda line: f"{line['first']}-{line['second']}".replace(" ", "_"))
def test_two_spellings_of_a_code_are_one_case(tmp_path, line) -> None:
    book = Casebook(tmp_path / "book")
    for n, name in enumerate(("first", "second")):
        book.cases(f"{n}.csv", [CLOSED | {"case_id": line[name]}], taken_at=f"2021-05-0{n + 1}")
    with book.tables() as connection:
        assert connection.execute("select count(*) from cases").fetchall() == [(int(line["cases"]),)]


def test_two_spellings_in_one_extract_are_a_repeated_code(tmp_path) -> None:
    book = Casebook(tmp_path / "book")
    codes = ("000.00.06.H34-200601-0012", "H34.06-200601-0012")
    rows = [CLOSED | {"case_id": code, "procedure_code": f"1.00000{n}"} for n, code in enumerate(codes)]
    book.cases("a.csv", rows)
    with book.tables() as connection:
        found = connection.execute("select case_id, rows_with_code from cases order by 1").fetchall()
    assert found == [("000.00.06.H34-200601-0012", 2), ("H34.06-200601-0012#2", 2)]


def test_a_field_that_the_later_extract_lacks_keeps_its_latest_value(tmp_path) -> None:
    book = Casebook(tmp_path / "book")
    known = {"case_id": "C-1", "received_at": "03/06/2020", "due_at_original": "10/06/2020"}
    book.cases("1.csv", [known | {"channel": "Trực tiếp", "status": "4", "procedure_code": "1.000001"}], sender="611")
    book.cases("2.csv", [known | {"channel": "Trực tuyến", "status": "", "due_at": "17/06/2020"}], sender="611")
    book.cases("3.csv", [known | {"finished_at": "12/06/2020"}], sender="611")
    for name, day in (("1", "01"), ("2", "02"), ("3", "03")):
        (book.raw / f"{name}.csv.origin.json").write_text(f'{{"sender": "611", "taken_at": "2021-05-{day}"}}')
    with book.tables() as connection:
        query = "select channel, status_code, procedure_code, day(due_at), day(finished_at), outcome from cases"
        found = connection.execute(query).fetchall()
        changes = connection.execute("select field, change from case_changes order by 1").fetchall()
    assert found == [("online", None, "1.000001", 17, 12, "late")], "an emptied status is empty; what 3 lacks stays"
    assert changes == [("channel", "altered"), ("status", "emptied")], "only between extracts that both carry a field"


# What the earlier extract holds, what the later, and which of the earlier cases are gone.
VANISHING = """
says                             | earlier               | later                 | gone
the middle one                   | 1c 3c 5c              | 1c 5c                 | 3c
on the first and last day        | 1c 3c 5c              | 1c 1d 5c 5d           | 3c
an open one, others are open     | 1c 3o 5c 6o           | 1c 5c 6o              | 3o
an open one, none other is open  | 1c 3o 5c              | 1c 5c                 |
a closed one, all others open    | 1o 3c 5o              | 1o 5o                 |
before the later one begins      | 1c 3c 5c              | 3c 5c                 |
after the later one ends         | 1c 3c 5c              | 1c 3c                 |
more than half of them           | 1c 2c 3c 4c 5c        | 1c 5c                 | 2c 3c 4c
too many of them                 | 1c 2c 3c 4c 6c 7c     | 1c 7c                 |
"""


def _extract(told: str) -> list[dict]:
    rows = []
    for case in told.split():
        row = CLOSED if case[1] != "o" else OPEN
        rows.append(row | {"case_id": f"TS-{case}", "received_at": f"0{case[0]}/06/2020"})
    return rows


@pytest.mark.parametrize("line", drawn(VANISHING), ids=lambda line: line["says"].replace(" ", "_"))
def test_what_a_later_extract_should_hold_and_does_not(tmp_path, line) -> None:
    book = Casebook(tmp_path / "book")
    book.cases("b.csv", _extract(line["earlier"]), taken_at="2021-05-01")
    book.cases("a.csv", _extract(line["later"]), taken_at="2021-05-02")
    with book.tables() as connection:
        found = rows_of(connection, "select case_id, last_file, missing_from_file from vanished_cases order by 1")
        counted = {row["case_id"] for row in rows_of(connection, "select case_id from cases")}
    expected = [
        {"case_id": f"TS-{c.upper()}", "last_file": "b.csv", "missing_from_file": "a.csv"} for c in line["gone"].split()
    ]
    assert found == expected
    assert counted == {f"TS-{c.upper()}" for c in f"{line['earlier']} {line['later']}".split()}, "no case is lost"


def test_an_extract_of_another_unit_or_sector_has_lost_nothing(tmp_path) -> None:
    book = Casebook(tmp_path / "book")
    land, civil = (
        {"sector": sector, "procedure_code": code} for sector, code in (("Đất đai", "1.1"), ("Hộ tịch", "1.2"))
    )
    earlier = [row | land for row in _extract("1c 5c")] + [row | civil for row in _extract("3c 4c")]
    other = [row | {"unit": "UBND huyện Đắk Tô"} for row in _extract("6c 7c")]
    book.cases("1.csv", earlier + other, taken_at="2021-05-01")
    book.cases("2.csv", [row | land for row in _extract("1c 5c")], taken_at="2021-05-02")
    with book.tables() as connection:
        assert rows_of(connection, "select case_id from vanished_cases") == []


@pytest.mark.parametrize(
    ("period", "gone"),
    [({}, []), ({"period_from": "2020-06-01", "period_to": "2020-06-05", "period_kind": "days"}, [1, 5])],
)
def test_an_extract_speaks_for_the_period_in_its_title(tmp_path, period, gone) -> None:
    book = Casebook(tmp_path / "book")
    extracts = [{"extract_id": "a", "taken_at": "2021-05-01"}, {"extract_id": "b", "taken_at": "2021-05-02"} | period]
    rows = [
        row | {"extract_id": name, "row_number": number}
        for name, told in (("a", "1c 2c 5c"), ("b", "2c 3c 4c"))
        for number, row in enumerate(_extract(told))
    ]
    with built(book.settings(), extracts, rows, ("staging", "intermediate", "marts")) as connection:
        found = connection.execute("select day(received_at) from vanished_cases order by 1").fetchall()
    assert found == [(day,) for day in gone]


def test_a_case_that_comes_back_has_not_vanished(tmp_path) -> None:
    book = Casebook(tmp_path / "book")
    for n, told in enumerate(("1c 3c 5c", "1c 5c", "1c 3c 5c 6c"), start=1):
        book.cases(f"{n}.csv", _extract(told), taken_at=f"2021-05-0{n}")
    with book.tables() as connection:
        assert rows_of(connection, "select case_id from vanished_cases") == []
