"""The same case in several systems: counted once, compared, and late in truth or only by its copy."""

import duckdb
import pytest

from tests.casebook import Casebook, drawn, rows_of

LAYOUTS = {
    "one_stop": "onestop_case_list",
    "vertical": "vertical_case_list",
    "national_portal": "national_sync",
    "paper_register": "register_book",
}
FIELDS = {
    "vertical": ("case_id", "procedure_code", "unit", "received_at", "due_at_original", "finished_at", "status"),
    "national_portal": (
        *(
            "case_id",
            "procedure_code",
            "unit",
            "received_at",
            "due_at_original",
            "finished_at",
            "returned_at",
            "status",
        ),
    ),
    "paper_register": ("case_id", "unit", "received_at", "due_at_original", "returned_at"),
}
USUAL = {
    "procedure_code": "1.000001",
    "unit": "UBND huyện Ngọc Hồi",
    "received_at": "2020-06-03 08:00:00",
    "due_at_original": "2020-06-10 17:00:00",
    "finished_at": "2020-06-08 10:00:00",
    "returned_at": "2020-06-09 10:00:00",
    "status": "10",
    "supplement_requested_at": "",
}
SHORT = {"due": "due_at_original", "end": "finished_at", "returned": "returned_at", "asked": "supplement_requested_at"}


def _row(system: str, code: str, **told) -> dict:
    row = {"case_id": code} | USUAL | told
    return row if system == "one_stop" else {name: row[name] for name in FIELDS[system]}


def _written(folder, systems: dict[str, list[dict]]) -> Casebook:
    book = Casebook(folder / "book")
    for system, rows in systems.items():
        book.write(f"{system}.csv", LAYOUTS[system], rows, taken_at="2021-05-05T08:00:00")
    return book


# The record in the one-stop system, its copy on the portal. `.` is an empty cell, nothing the usual value. Dates are
# days of June 2020, the case is due on the 10th.
LATENESS = """
says                                | due | end | status | asked | its due | its end | its status | means
on time in both                     |     |     |        |       |         |         |            |
late in both                        |     | 11  |        |       |         | 11      |            | late_in_truth
late in both, on other days         |     | 11  |        |       |         | 12      |            | late_in_truth
late, the copy still open           |     | 11  |        |       |         | .       | 4          | late_in_truth
late, the copy on time              |     | 11  |        |       |         | 10      |            | hidden_by_sync
open and overdue, the copy on time  |     | .   | 4      |       |         | 10      |            | hidden_by_sync
late, the copy due later            |     | 11  |        |       | 12      | 11      |            | hidden_by_sync
on the last day, the copy a day on  |     | 10  |        |       |         | 11      |            | late_sync
done, the copy open                 |     |     |        |       |         | .       | 4          | late_sync
withdrawn, the copy open            |     |     | 7      |       |         | .       | 4          | late_sync
done, the copy due earlier          |     |     |        |       | 07      |         |            | wrong_sync
done, the copy due earlier, open    |     |     |        |       | 07      | .       | 4          | wrong_sync
not accepted, the copy open         |     | .   | 3      |       |         | .       | 4          | late_sync
undated, the copy late              | .   |     |        |       | 07      |         |            | wrong_sync
waiting for papers                  |     | .   | 5      |       |         | .       | 4          | waiting
waiting for a payment               |     | .   | 6      |       |         | 11      |            | waiting
stopped                             |     | 08  | 8      |       |         | .       | 4          | waiting
asked on the due date               |     | .   | 4      | 10    |         | .       | 4          | waiting
asked the day after                 |     | .   | 4      | 11    |         | .       | 4          | still_open
asked in time, ended late all same  |     | 11  |        | 09    |         | 11      |            | late_in_truth
open in both                        |     | .   | 4      |       |         | .       | 4          | still_open
open, the copy ended late           |     | .   | 4      |       |         | 11      |            | still_open
open until May, the copy overdue    | May | .   | 4      |       |         | .       | 4          | still_open
"""
LINES = [{"code": f"000.00.43.H34-200603-{n:04d}"} | line for n, line in enumerate(drawn(LATENESS), start=1)]


def _told(cells: dict[str, str]) -> dict[str, str]:
    told = {}
    for name, cell in cells.items():
        if name == "status" and cell:
            told[name] = cell
        elif cell:
            day = "2021-05-10" if cell == "May" else f"2020-06-{cell}"
            told[SHORT[name]] = "" if cell == "." else f"{day} 10:00:00" if name == "end" else day
    if told.get("finished_at") == "":
        told["returned_at"] = ""
    elif "finished_at" in told:
        told["returned_at"] = told["finished_at"]
    return told


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> duckdb.DuckDBPyConnection:
    ours = [_row("one_stop", e["code"], **_told({n: e[n] for n in ("due", "end", "status", "asked")})) for e in LINES]
    theirs = [
        _row("national_portal", e["code"], **_told({n: e[f"its {n}"] for n in ("due", "end", "status")})) for e in LINES
    ]
    book = _written(tmp_path_factory.mktemp("pair"), {"national_portal": theirs, "one_stop": ours})
    with book.audit() as connection:
        yield connection


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["says"].replace(" ", "_"))
def test_late_in_truth_or_by_the_copy(pair, line) -> None:
    query = "select system_a, system_b, presence, lateness from case_reconciliation where case_id = ?"
    [row] = rows_of(pair, query, [line["code"]])
    assert list(row.values()) == ["one_stop", "national_portal", "both", line["means"] or None]


def test_the_unit_adds_up(pair) -> None:
    [row] = rows_of(pair, "select * from unit_reconciliation")
    means = [line["means"] for line in LINES]
    assert (row["cases_in_both"], row["either_late"]) == (len(LINES), len(LINES) - means.count(""))
    columns = "late_in_truth late_by_late_sync late_by_wrong_sync late_while_waiting late_still_open hidden_by_sync"
    codes = "late_in_truth late_sync wrong_sync waiting still_open hidden_by_sync"
    for column, code in zip(columns.split(), codes.split(), strict=True):
        assert row[column] == means.count(code) > 0, column
    assert sum(row[column] for column in columns.split()) + row["late_by_handover"] == row["either_late"]
    assert row["cases_same"] + row["cases_different"] == row["cases_in_both"]


def test_a_case_of_two_systems_is_counted_once_by_its_record(pair) -> None:
    found = pair.execute("select source_system, count(*), count(distinct case_id) from cases group by 1").fetchall()
    assert found == [("one_stop", len(LINES), len(LINES))]


def test_only_fields_that_both_carry_are_compared(pair) -> None:
    """The portal tells no supplement request, and the case `asked on the due date` differs in nothing else."""
    [code] = [line["code"] for line in LINES if line["says"] == "asked on the due date"]
    [row] = rows_of(pair, "select is_same, differences from case_reconciliation where case_id = ?", [code])
    assert row == {"is_same": True, "differences": 0}
    [code] = [line["code"] for line in LINES if line["says"] == "done, the copy due earlier"]
    found = rows_of(pair, "select field, value_a, value_b from case_reconciliation_fields where case_id = ?", [code])
    assert found == [{"field": "due_at_original", "value_a": "2020-06-10 17:00:00", "value_b": "2020-06-07"}]


def test_handed_over_late_by_the_register(tmp_path) -> None:
    told = {"finished_at": "2020-06-09 10:00:00", "returned_at": "2020-06-12 10:00:00"}
    rows = {system: [_row(system, "TS-1", **told)] for system in ("one_stop", "paper_register")}
    with _written(tmp_path, rows).tables() as connection:
        found = connection.execute("select outcome_a, outcome_b, lateness, is_same from case_reconciliation").fetchall()
    assert found == [("early", "late", "late_handover", True)]


# Cases as the day of June on which they were received; the middle one is known to one system only.
PRESENCE = """
says                       | one_stop | national_portal | paper_register | pairs
in one system only         | 1 3 5    |                 |                |
the copy lacks one         | 1 3 5    | 1 5             |                | one_stop national_portal 3 only_a
the record lacks one       | 1 5      | 1 3 5           |                | one_stop national_portal 3 only_b
beyond the copy's days     | 1 3 5    | 1 3             |                |
before the record's days   | 3 5      | 1 3 5           |                |
register beside the system | 1 5      |                 | 1 3 5          | one_stop paper_register 3 only_b
"""


@pytest.mark.parametrize("line", drawn(PRESENCE), ids=lambda line: line["says"].replace(" ", "_"))
def test_only_is_said_where_the_other_should_hold_it(tmp_path, line) -> None:
    systems = {
        system: [_row(system, f"TS-{day}", received_at=f"2020-06-0{day}") for day in line[system].split()]
        for system in ("one_stop", "national_portal", "paper_register")
        if line[system]
    }
    with _written(tmp_path, systems).tables() as connection:
        query = "select system_a, system_b, case_id[4:], presence from case_reconciliation where presence <> 'both'"
        found = [" ".join(row) for row in connection.execute(query).fetchall()]
        counted = {case_id for (case_id,) in connection.execute("select case_id from cases").fetchall()}
    assert found == ([line["pairs"]] if line["pairs"] else [])
    days = {day for system in systems for day in line[system].split()}
    assert counted == {f"TS-{day}" for day in days}, "a case that only a copy knows is a case too"


# Codes that several systems use: `unit day procedure` of each record, and how many cases they are.
IDENTITY = """
code                      | one_stop     | vertical     | paper_register | cases | says
000.00.43.H34-200603-0001 | NH 3 1       | NH 3 1       | NH 3 1         | 1     | all alike
000.00.43.H34-200603-0001 | NH 3 1       | ĐT 4 1       |                | 1     | another unit and day, one procedure
000.00.43.H34-200603-0001 | NH 3 1       | ĐT 4 2       |                | 2     | nothing but the code
TS-1                      | NH 3 1       | NH 4 1       |                | 1     | a code of its own, of one unit
TS-1                      | NH 3 1       | ĐT 4 1       |                | 2     | a code of its own in two units
TS-1                      | NH 3 1,4 2   | NH 4 2       |                | 2     | two cases here, one of them there
TS-1                      | NH 3 1,4 2   | NH 5 2       |                | 3     | two cases here, another there
TS-1                      | NH 3 1,3 2   | NH 3 2       | NH 3           | 2     | two cases of one day
"""
NAMES = {"NH": "UBND huyện Ngọc Hồi", "ĐT": "UBND huyện Đắk Tô"}


@pytest.mark.parametrize("line", drawn(IDENTITY), ids=lambda line: line["says"].replace(" ", "_"))
def test_which_records_are_one_case(tmp_path, line) -> None:
    systems = {}
    for system in ("one_stop", "vertical", "paper_register"):
        unit, _, cases = line[system].partition(" ")
        told = [case.split() for case in cases.split(",") if case]
        rows = [
            _row(system, line["code"], unit=NAMES[unit], received_at=f"2020-06-0{day}", procedure_code=f"1.00000{p}")
            for day, p in ((case[0], case[1] if case[1:] else "1") for case in told)
        ]
        systems |= {system: rows} if rows else {}
    with _written(tmp_path, systems).tables() as connection:
        found = connection.execute("select count(*), count(distinct case_id) from cases").fetchall()
    assert found == [(int(line["cases"]),) * 2]


def test_an_unlisted_system_keeps_records_of_its_own(tmp_path) -> None:
    book = _written(
        tmp_path, {"one_stop": [_row("one_stop", "TS-1")], "national_portal": [_row("national_portal", "TS-1")]}
    )
    (book.references / "systems.csv").unlink()
    with book.tables() as connection:
        assert connection.execute("select source_system from cases").fetchall() == [("national_portal",)]
