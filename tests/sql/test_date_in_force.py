"""Lateness by the date in force: what the law lets stand still or begin anew is held against nobody, the first promise
is looked for, and what no extract has seen is not judged. Dates were worked out by hand on a calendar of 2020 and 2021.
"""

from datetime import datetime

import pytest

from tests.casebook import drawn, rows_of
from tests.sql.dated_books import UNIT, book_of, code_of, findings_of, slips_of

RESTARTS = """
what                     | asked      | complete   | again      | ended      | outcome         | days | basis
nobody asked             |            |            |            | 29/07/2020 | late            | 9    | first_promise
ends between the dates   | 07/07/2020 | 20/07/2020 | 03/08/2020 | 29/07/2020 | early           | 0    | restarted
ends on the lawful date  | 07/07/2020 | 20/07/2020 | 03/08/2020 | 03/08/2020 | on_time         | 0    | restarted
ends a day after it      | 07/07/2020 | 20/07/2020 | 03/08/2020 | 04/08/2020 | late            | 1    | restarted
promised beyond it       | 07/07/2020 | 20/07/2020 | 07/08/2020 | 07/08/2020 | late            | 4    | restarted
on the third working day | 09/07/2020 | 20/07/2020 |            | 03/08/2020 | on_time         | 0    | restarted
on the fourth            | 10/07/2020 | 20/07/2020 | 03/08/2020 | 29/07/2020 | late            | 9    | first_promise
done before the promise  | 07/07/2020 | 20/07/2020 |            | 17/07/2020 | early           | 0    | restarted
incomplete, ended late   | 07/07/2020 |            |            | 29/07/2020 | undated         |      | restart_unknown
incomplete, in time      | 07/07/2020 |            |            | 20/07/2020 | on_time         | 0    | restart_unknown
waits                    | 07/07/2020 |            |            |            | pending_in_time | 0    | waiting
waits on a late request  | 10/07/2020 |            |            |            | pending_overdue | 284  | first_promise
"""


def test_a_lawful_restart_puts_another_date_in_force(tmp_path):
    """Received on 06/07/2020, ten working days: promised for 20/07; again from 20/07: 03/08. From 20/07 to 30/04 there
    are 284 days.
    """
    book, rows = book_of(tmp_path), drawn(RESTARTS)
    book.cases(
        "ho_so.csv",
        [
            {"case_id": code_of(n), "unit": UNIT, "procedure_code": "1.000001", "received_at": "06/07/2020 08:00:00"}
            | {"due_at_original": "20/07/2020", "supplement_requested_at": row["asked"]}
            | {"supplement_completed_at": row["complete"] + " 09:00:00" if row["complete"] else ""}
            | {"due_at": row["again"], "finished_at": row["ended"]}
            | {"status": "Đã xử lý xong" if row["ended"] else "Yêu cầu bổ sung giấy tờ"}
            for n, row in enumerate(rows)
        ],
        taken_at="2021-05-05T08:00:00",
    )
    slips_of(book)
    with book.audit() as connection:
        query = "select outcome, days_late, due_in_force_basis from cases order by case_id"
        found = dict(zip([row["what"] for row in rows], connection.execute(query).fetchall(), strict=True))
        wanted = {
            row["what"]: (row["outcome"], int(row["days"]) if row["days"] else None, row["basis"]) for row in rows
        }
        assert found == wanted
        late = [code_of(n) for n, row in enumerate(rows) if row["outcome"] in ("late", "pending_overdue")]
        assert findings_of(connection, "B1", "B5") == [(rule, case) for rule in ("B1", "B5") for case in late]


def test_without_a_published_limit_the_date_promised_then_is_in_force(tmp_path):
    """And where nobody promised another one, nobody can tell how long the case had."""
    book = book_of(tmp_path, limit=None)
    rows = [("03/08/2020", "29/07/2020"), ("03/08/2020", "05/08/2020"), ("", "29/07/2020"), ("", "17/07/2020")]
    book.cases(
        "ho_so.csv",
        [
            {"case_id": code_of(n), "unit": UNIT, "procedure_code": "1.000001", "received_at": "06/07/2020 08:00:00"}
            | {"due_at_original": "20/07/2020", "supplement_requested_at": "07/07/2020"}
            | {"supplement_completed_at": "20/07/2020 09:00:00", "due_at": again, "finished_at": ended, "status": "9"}
            for n, (again, ended) in enumerate(rows)
        ],
    )
    with book.audit() as connection:
        found = connection.execute("select outcome, due_in_force_basis from cases order by case_id").fetchall()
    assert found == [
        ("early", "restart_promise"),
        ("late", "restart_promise"),
        ("undated", "restart_unknown"),
        ("early", "restart_unknown"),
    ]


def test_papers_awaited_since_nobody_knows_when_are_not_held_against_the_desk(tmp_path):
    """A status alone says that papers are awaited; a payment awaited is told first in the finding."""
    book = book_of(tmp_path)
    statuses = ["Yêu cầu bổ sung giấy tờ", "Yêu cầu thực hiện nghĩa vụ tài chính", "Đang xử lý"]
    book.cases(
        "ho_so.csv",
        [
            {"case_id": code_of(n), "unit": UNIT, "procedure_code": "1.000001", "received_at": "06/07/2020 08:00:00"}
            | {"due_at_original": "20/07/2020", "status": status}
            for n, status in enumerate(statuses)
        ],
        taken_at="2021-05-05T08:00:00",
    )
    with book.audit() as connection:
        query = "select outcome, is_waiting from cases order by case_id"
        assert connection.execute(query).fetchall() == [
            ("pending_undated", True),
            ("pending_overdue", True),
            ("pending_overdue", False),
        ]
        told = dict(connection.execute("select case_id, observed from findings where rule_id = 'B1'").fetchall())
    assert sorted(told) == [code_of(1), code_of(2)]
    assert "nghĩa vụ tài chính" in told[code_of(1)] and told[code_of(2)].startswith("Trích xuất không cho biết")


# --- the first promise -----------------------------------------------------------------------------------------------

OVERWRITTEN = """
what                             | column     | slip       | old        | new        | ended      | outcome | source
overwritten by the slip's date   | 26/10/2020 | 09/10/2020 | 12/10/2020 | 26/10/2020 | 16/10/2020 | late    | slip
moved further than the slip says | 30/10/2020 | 09/10/2020 | 12/10/2020 | 26/10/2020 | 16/10/2020 | late    | slip
in time by the first promise     | 26/10/2020 | 09/10/2020 | 12/10/2020 | 26/10/2020 | 12/10/2020 | on_time | slip
kept as first promised           | 12/10/2020 | 09/10/2020 | 12/10/2020 | 26/10/2020 | 16/10/2020 | late    | column
another old date on the slip     | 14/10/2020 | 09/10/2020 | 12/10/2020 | 26/10/2020 | 14/10/2020 | on_time | column
an old date before the receipt   | 26/10/2020 | 09/10/2020 | 12/10/2019 | 26/10/2020 | 16/10/2020 | early   | column
a slip without an old date       | 26/10/2020 | 09/10/2020 |            | 26/10/2020 | 16/10/2020 | early   | column
no slip                          | 26/10/2020 |            |            |            | 16/10/2020 | early   | column
"""


def test_a_due_date_that_a_re_appointment_overwrote_is_known_from_the_slip(tmp_path):
    book, rows = book_of(tmp_path, limit=None), drawn(OVERWRITTEN)
    book.cases(
        "ho_so.csv",
        [
            {"case_id": code_of(n, "201001"), "unit": UNIT, "received_at": "01/10/2020 08:00:00", "status": "9"}
            | {"due_at_original": row["column"], "finished_at": row["ended"]}
            for n, row in enumerate(rows)
        ],
    )
    slips_of(
        book,
        [
            {"case_id": code_of(n, "201001"), "slip_date": row["slip"], "due_at_original": row["old"]}
            | {"new_due_date": row["new"], "has_reason": "thiếu người"}
            for n, row in enumerate(rows)
            if row["slip"]
        ],
    )
    with book.audit() as connection:
        query = "select outcome, first_promise_source from cases order by case_id"
        found = dict(zip([row["what"] for row in rows], connection.execute(query).fetchall(), strict=True))
        assert found == {row["what"]: (row["outcome"], row["source"]) for row in rows}


def test_a_date_moved_between_two_extracts_while_the_case_was_open(tmp_path):
    """From 12/10 to 26/10 without a slip; one ended after 12/10, one is open, one was closed before it was altered."""
    book = book_of(tmp_path, limit=None)

    def rows(due: str, last: bool) -> list[dict]:
        end = [("16/10/2020", "9") if last else ("", "4"), ("", "4"), ("09/10/2020", "9")]
        return [
            {"case_id": code_of(n, "201001"), "unit": UNIT, "received_at": "01/10/2020 08:00:00"}
            | {"due_at_original": due, "finished_at": finished, "status": status}
            for n, (finished, status) in enumerate(end)
        ]

    book.cases("dau.csv", rows("12/10/2020", last=False), taken_at="2020-10-10T08:00:00")
    book.cases("sau.csv", rows("26/10/2020", last=True), taken_at="2020-10-30T08:00:00")
    slips_of(book)
    with book.audit() as connection:
        found = rows_of(connection, "select * from cases order by case_id")
        assert [(row["outcome"], row["days_late"]) for row in found] == [
            ("late", 4),
            ("pending_overdue", 18),
            ("early", 0),
        ]
        assert {row["first_promise_source"] for row in found} == {"earlier_extract"}
        codes = [code_of(0, "201001"), code_of(1, "201001")]
        assert findings_of(connection, "B1", "B4", "B5") == [
            (rule, code) for rule in ("B1", "B4", "B5") for code in codes
        ]
        assert findings_of(connection, "D9") == [("D9", code_of(2, "201001"))]
        (observed,) = connection.execute(
            "select observed from findings where rule_id = 'B4' and case_id = ?", codes[:1]
        ).fetchone()
        assert "12/10/2020" in observed and "dòng 2" in observed and "26/10/2020" in observed


@pytest.mark.parametrize(
    ("ended", "outcome"), [("20/10/2020", "undated"), ("26/10/2020", "undated"), ("27/10/2020", "late")]
)
def test_where_the_system_counts_a_move_that_no_source_shows_the_first_promise_is_unknown(tmp_path, ended, outcome):
    book = book_of(tmp_path, limit=None)
    row = {"case_id": code_of(1, "201001"), "unit": UNIT, "received_at": "01/10/2020 08:00:00", "status": "9"}
    book.cases("ho_so.csv", [row | {"due_at_original": "26/10/2020", "due_moves": "1", "finished_at": ended}])
    with book.audit() as connection:
        query = "select outcome, first_promise_source from cases"
        assert connection.execute(query).fetchall() == [(outcome, "moved_unknown")]


def test_requests_of_two_systems_are_one_request(tmp_path):
    """The one-stop system lists a request of 07/07, the national portal the same one a day later."""
    book = book_of(tmp_path)
    row = {"case_id": code_of(1), "unit": UNIT, "procedure_code": "1.000001", "received_at": "06/07/2020 08:00:00"}
    book.cases("ho_so.csv", [row | {"due_at_original": "20/07/2020", "finished_at": "29/07/2020", "status": "9"}])
    told = [{"case_id": code_of(1), "requested_at": "07/07/2020", "supplemented_at": "20/07/2020 09:00:00"}]
    book.write("yeu_cau.csv", "supplement_requests", told)
    payload = (
        f'[{{"MaHoSo": "{code_of(1)}", "NgayTiepNhan": "20200706080000", "NgayHenTra": "20200720000000", '
        '"TrangThaiHoSo": "9", "DanhSachHoSoBoSung": [{"HoSoBoSungId": 1, "NgayBoSung": "20200708000000"}]}]'
    )
    (book.raw / "dong_bo.json").write_text(payload, encoding="utf-8")
    with book.audit() as connection:
        assert findings_of(connection, "C1", "B1") == []
        query = "select outcome, due_in_force_at from cases"
        assert connection.execute(query).fetchall() == [("early", datetime(2020, 8, 3))]
