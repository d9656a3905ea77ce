"""A petition counts once, and is late only where its own dates show it."""

from dataclasses import replace
from datetime import datetime

import duckdb
import pytest

from tests.casebook import Casebook, build_warehouse, drawn, rows_of

UNIT = {"unit": "Thành phố Kon Tum"}

# The window closes on 30/04/2021.
OUTCOMES = """
what                             | due              | answered         | status      | outcome          | days
on the last day                  | 10/06/2020       | 10/06/2020 16:00 |             | answered_in_time | 0
one day late                     | 10/06/2020       | 11/06/2020       |             | answered_late    | 1
after its hour, on its day       | 10/06/2020 09:00 | 10/06/2020 09:01 |             | answered_in_time | 0
at its minute                    | 10/06/2020 09:00 | 10/06/2020 09:00 |             | answered_in_time | 0
open, due when the window closes | 30/04/2021       |                  | Đang xử lý  | pending_in_time  | 0
open, due the day before         | 29/04/2021       |                  | Đang xử lý  | pending_overdue  | 1
answered after the window        | 29/04/2021       | 02/05/2021       | Đã trả lời  | pending_overdue  | 1
answered, it is not said when    | 10/06/2020       |                  | Đã trả lời  | undated          |
without a due date, open         |                  |                  | Đang xử lý  | undated          |
without a due date, answered     |                  | 10/06/2020       |             | undated          |
due date not readable            | 31/06/2020       | 10/07/2020       |             | undated          |
rejected                         | 10/06/2020       |                  | Từ chối     | rejected         |
rejected with an answer          | 10/06/2020       | 12/06/2020       | Từ chối     | answered_late    | 2
a status nobody mapped, open     | 10/06/2020       |                  | Chờ xem lại | pending_overdue  | 324
"""
BY_CLOCK = {"after its hour, on its day": "answered_late"}  # the rest is the same


@pytest.mark.parametrize("grain", ["day", "clock"])
def test_a_petition_stands_against_its_due_date(tmp_path, grain: str):
    book, rows = Casebook(tmp_path / "book"), drawn(OUTCOMES)
    listed = [
        UNIT
        | {"petition_id": f"PA-{number:02}", "received_at": "01/06/2020"}
        | {"due_at": row["due"], "answered_at": row["answered"], "status": row["status"]}
        for number, row in enumerate(rows)
    ]
    book.write("p.csv", "petitions", listed)
    with book.tables(grain) as connection:
        told = rows_of(connection, "select outcome, days_late from petitions order by petition_id")
        (unit,) = rows_of(connection, "select * from unit_petitions")
    assert {row["what"]: one["outcome"] for row, one in zip(rows, told, strict=True)} == {
        row["what"]: row["outcome"] for row in rows
    } | (BY_CLOCK if grain == "clock" else {})
    if grain == "day":
        assert [one["days_late"] for one in told] == [int(row["days"]) if row["days"] else None for row in rows]
        counts = {name: unit[name] for name in dict.fromkeys(row["outcome"] for row in rows)}
        assert counts == {name: sum(row["outcome"] == name for row in rows) for name in counts}
        assert (unit["unit_code"], unit["petitions"], unit["judged_petitions"]) == ("608", len(rows), 8)
        assert unit["handled_in_time_rate"] == pytest.approx(3 / 8)
        assert unit["max_days_late"] == 324


SCOPE = """
what                              | received   | answered   | in scope
received on the last day          | 30/04/2021 |            | yes
received the day after            | 01/05/2021 |            | no
answered on the first day         | 01/05/2020 | 01/06/2020 | yes
answered the day before           | 01/05/2020 | 31/05/2020 | no
open since long ago               | 01/05/2019 |            | yes
without a day of receipt          |            |            | yes
"""


def test_the_units_counts_are_of_the_window(tmp_path):
    book, rows = Casebook(tmp_path / "book"), drawn(SCOPE)
    listed = [
        UNIT | {"petition_id": f"PA-{number}", "received_at": row["received"], "answered_at": row["answered"]}
        for number, row in enumerate(rows)
    ]
    book.write("p.csv", "petitions", listed)
    with book.audit() as connection:
        told = rows_of(connection, "select is_in_scope from petitions order by petition_id")
        (unit,) = rows_of(connection, "select * from unit_petitions")
    assert [one["is_in_scope"] for one in told] == [row["in scope"] == "yes" for row in rows]
    assert (unit["petitions"], unit["undated"]) == (4, 4)
    assert (unit["judged_petitions"], unit["handled_in_time_rate"], unit["max_days_late"]) == (0, None, None)


def test_the_latest_extract_wins_and_a_code_used_again_swallows_nothing(tmp_path):
    book = Casebook(tmp_path / "book")
    first = {"petition_id": "PA-1", "received_at": "01/06/2020", "due_at": "10/06/2020"}
    book.write("june.csv", "petitions", [UNIT | first], taken_at="2020-06-05")
    answered = UNIT | first | {"petition_id": "pa - 1", "answered_at": "08/06/2020"}
    book.write("july.csv", "petitions", [answered], taken_at="2020-07-01")
    book.write(
        "again.csv",
        "petitions",
        [
            {"petition_id": "PA-2", "received_at": "01/06/2020", "unit": "608"},
            {"petition_id": "PA-2", "received_at": "01/06/2020", "unit": "608"},
            {"petition_id": "PA-2", "received_at": "02/06/2020", "unit": "615"},
            {"petition_id": "", "received_at": "03/06/2020", "unit": "615", "due_at": "03/06/2020"},
            {"petition_id": "", "received_at": "03/06/2020", "unit": "615", "due_at": "03/06/2020"},
        ],
    )
    with book.tables() as connection:
        told = rows_of(
            connection,
            "select petition_id, unit_code, answered_at, outcome, times_listed from petitions "
            "order by length(petition_id), petition_id",
        )
        (rejected,) = connection.execute("select count(*) from rejects where reason = 'no_petition_code'").fetchone()
        (lost,) = connection.execute("select sum(rows_read - rows_staged) from extracts").fetchone()
    assert [tuple(one.values()) for one in told[:3]] == [
        ("PA-1", "608", datetime(2020, 6, 8), "answered_in_time", 2),
        ("PA-2", "608", None, "undated", 2),
        ("PA-2#2", "615", None, "undated", 1),
    ]
    assert len(told) == 5
    assert (rejected, lost) == (2, 0)


MAPPED = """
field   | written           | read
status  | Mới tiếp nhận     | received
status  | đang xử lý        | in_process
status  | DA TRA LOI        | answered
status  | Không thuộc thẩm quyền | rejected
channel | Đường dây nóng    | phone
channel | Trực tuyến        | online
channel | Văn bản           | postal
channel | Trực tiếp         | desk
"""
UNUSABLE = """
field       | written       | as written    | reason
status      | Chờ xem xét   | Chờ xem xét   | unmapped_status
channel     | Qua hồ sơ     | Qua hồ sơ     | unmapped_channel
received_at | 31/06/2020    | 31/06/2020    | unreadable_date
due_at      | 32/06/2020    | 32/06/2020    | unreadable_date
answered_at | 2020-13-01    | 2020-13-01    | unreadable_date
unit        | Xã Hòa Sơn    | Xã Hòa Sơn    | unresolved_unit
petition_id |               |               | no_petition_code
"""


def test_words_are_mapped_and_what_could_not_be_used_is_listed(tmp_path):
    book, mapped, unusable = Casebook(tmp_path / "book"), drawn(MAPPED), drawn(UNUSABLE)
    good = UNIT | {"received_at": "01/06/2020", "due_at": "10/06/2020", "answered_at": "09/06/2020"}
    listed = [
        good | {"petition_id": f"PA-{number:02}", "status": "", "channel": ""} | {row["field"]: row["written"]}
        for number, row in enumerate([*mapped, *unusable])
    ]
    book.write("p.csv", "petitions", listed)
    with book.tables() as connection:
        told = rows_of(connection, "select row_number, status, channel from petitions order by row_number")
        rejects = rows_of(
            connection, 'select row_number, "column" as field, as_written, reason from rejects order by row_number'
        )
        (extract,) = rows_of(connection, "select rows_read, rows_landed, rows_staged, rows_rejected from extracts")
    for row, one in zip(mapped, told, strict=False):
        assert one[row["field"]] == row["read"]
    assert [(one["field"], one["as_written"] or "", one["reason"]) for one in rejects] == [
        (row["field"], row["as written"], row["reason"]) for row in unusable
    ]
    assert [one["row_number"] for one in rejects] == list(range(len(mapped) + 2, len(listed) + 2))
    assert list(extract.values()) == [15, 15, 15, 0]


def test_nobody_who_wrote_a_petition_is_told(tmp_path):
    book = Casebook(tmp_path / "book")
    person = "Nguyễn Thị Mẫu"
    book.write("p.csv", "petitions", [UNIT | {"petition_id": "PA-1", "received_at": "01/06/2020", "subject": person}])
    with book.tables() as connection:
        assert person not in str(rows_of(connection, "select * from petitions"))


LIMITED = """
what                       | due        | answered   | by the limit     | without one
on the fifth working day   |            | 08/06/2020 | answered_in_time | undated
the day after              |            | 09/06/2020 | answered_late    | undated
the list's own goes before | 10/06/2020 | 10/06/2020 | answered_in_time | answered_in_time
not readable               | 31/06/2020 | 09/06/2020 | undated          | undated
"""


@pytest.mark.parametrize(("targets", "column"), [({"petition_working_days": 5}, "by the limit"), ({}, "without one")])
def test_the_offices_limit_stands_where_the_list_has_none(tmp_path, targets: dict, column: str):
    """01/06/2020 is a Monday; the fifth working day after it is the next Monday."""
    book, rows = Casebook(tmp_path / "book"), drawn(LIMITED)
    usual = UNIT | {"received_at": "01/06/2020"}
    listed = [
        usual | {"petition_id": f"PA-{n}", "due_at": row["due"], "answered_at": row["answered"]}
        for n, row in enumerate(rows)
    ]
    book.write("p.csv", "petitions", listed)
    warehouse = build_warehouse(replace(book.settings(), targets=targets), book.folder / "w.duckdb")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        told = rows_of(connection, "select outcome from petitions order by petition_id")
    assert [one["outcome"] for one in told] == [row[column] for row in rows]


def test_a_petition_is_not_overdue_after_the_day_of_its_list(tmp_path):
    """Due on 29/04/2021, in a list of February: in time when last seen, in the unit's counts and in its periods."""
    book = Casebook(tmp_path / "book")
    row = UNIT | {"petition_id": "PA-1", "received_at": "01/02/2021", "due_at": "29/04/2021", "status": "Đang xử lý"}
    book.cases("a.csv", [UNIT | {"case_id": "HS-1", "received_at": "01/02/2021", "due_at_original": "08/02/2021"}])
    book.write("p.csv", "petitions", [row], taken_at="2021-02-15")
    with book.tables() as connection:
        (unit,) = rows_of(connection, "select pending_in_time, pending_overdue from unit_petitions")
        periods = rows_of(connection, "select judged, overdue from unit_period_petitions")
    assert unit == {"pending_in_time": 1, "pending_overdue": 0}
    assert periods and all(period == {"judged": 0, "overdue": 0} for period in periods)


def test_a_unit_of_which_a_list_holds_none_has_none_and_one_without_a_list_no_row(tmp_path):
    book = Casebook(tmp_path / "book")
    case = {"procedure_code": "1.000001", "received_at": "03/06/2020", "due_at_original": "10/06/2020", "status": "4"}
    for unit in ("611", "612"):
        book.cases(f"{unit}.csv", [case | {"case_id": f"C-{unit}"}], sender=unit)
    listed = {"petition_id": "PA-1", "unit": "608", "received_at": "01/06/2020", "due_at": "10/06/2020"}
    book.write("p.csv", "petitions", [listed | {"answered_at": "08/06/2020"}], covers=["608", "611"])
    with book.tables() as connection:
        told = rows_of(connection, "select unit_code, petitions, handled_in_time_rate from unit_petitions order by 1")
    assert [tuple(row.values()) for row in told] == [("608", 1, 1.0), ("611", 0, None)]
