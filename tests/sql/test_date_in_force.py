"""Lateness by the date in force: what the law lets stand still or begin anew is held against nobody, the first promise
is looked for, and what no extract has seen is not judged. Dates were worked out by hand on a calendar of 2020 and 2021.
"""

from datetime import date, datetime

import pytest

from tests.casebook import Casebook, drawn, rows_of

UNIT = "UBND huyện Ngọc Hồi"
LIMIT = {"procedure_code": "1.000001", "procedure_name": "Cấp giấy", "level": "Cấp huyện"}


def _book(tmp_path, window=(date(2020, 6, 1), date(2021, 4, 30)), limit: str | None = "10 Ngày làm việc") -> Casebook:
    book = Casebook(tmp_path / "book", window=window)
    if limit:
        book.reference("published_procedures", [LIMIT | {"time_limit": limit}])
    return book


def _code(number: int, day: str = "200706") -> str:
    return f"000.00.16.H34-{day}-{number:04}"


def _slips(book: Casebook, rows: list[dict] = ()) -> None:
    """A list of slips; of a case that is nobody's, where there is none, so that the list counts as delivered."""
    nobody = {"case_id": _code(999), "slip_date": "01/07/2020", "new_due_date": "10/07/2020", "has_reason": "có"}
    book.write("phieu.csv", "apology_slips", list(rows) or [nobody])


def _found(connection, *rules: str) -> list[tuple[str, str]]:
    query = "select rule_id, case_id from findings where list_contains(?, rule_id) order by all"
    return connection.execute(query, [list(rules)]).fetchall()


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
    book, rows = _book(tmp_path), drawn(RESTARTS)
    book.cases(
        "ho_so.csv",
        [
            {"case_id": _code(n), "unit": UNIT, "procedure_code": "1.000001", "received_at": "06/07/2020 08:00:00"}
            | {"due_at_original": "20/07/2020", "supplement_requested_at": row["asked"]}
            | {"supplement_completed_at": row["complete"] + " 09:00:00" if row["complete"] else ""}
            | {"due_at": row["again"], "finished_at": row["ended"]}
            | {"status": "Đã xử lý xong" if row["ended"] else "Yêu cầu bổ sung giấy tờ"}
            for n, row in enumerate(rows)
        ],
        taken_at="2021-05-05T08:00:00",
    )
    _slips(book)
    with book.audit() as connection:
        query = "select outcome, days_late, due_in_force_basis from cases order by case_id"
        found = dict(zip([row["what"] for row in rows], connection.execute(query).fetchall(), strict=True))
        wanted = {
            row["what"]: (row["outcome"], int(row["days"]) if row["days"] else None, row["basis"]) for row in rows
        }
        assert found == wanted
        late = [_code(n) for n, row in enumerate(rows) if row["outcome"] in ("late", "pending_overdue")]
        assert _found(connection, "B1", "B5") == [(rule, case) for rule in ("B1", "B5") for case in late]


def test_without_a_published_limit_the_date_promised_then_is_in_force(tmp_path):
    """And where nobody promised another one, nobody can tell how long the case had."""
    book = _book(tmp_path, limit=None)
    rows = [("03/08/2020", "29/07/2020"), ("03/08/2020", "05/08/2020"), ("", "29/07/2020"), ("", "17/07/2020")]
    book.cases(
        "ho_so.csv",
        [
            {"case_id": _code(n), "unit": UNIT, "procedure_code": "1.000001", "received_at": "06/07/2020 08:00:00"}
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
    book = _book(tmp_path)
    statuses = ["Yêu cầu bổ sung giấy tờ", "Yêu cầu thực hiện nghĩa vụ tài chính", "Đang xử lý"]
    book.cases(
        "ho_so.csv",
        [
            {"case_id": _code(n), "unit": UNIT, "procedure_code": "1.000001", "received_at": "06/07/2020 08:00:00"}
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
    assert sorted(told) == [_code(1), _code(2)]
    assert "nghĩa vụ tài chính" in told[_code(1)] and told[_code(2)].startswith("Trích xuất không cho biết")


# --- what an extract can know ----------------------------------------------------------------------------------------


def test_an_open_case_is_measured_no_later_than_its_extract_was_taken(tmp_path):
    """Taken on 07/05/2021, window to 30/06: what falls due on 19/05 is not late, what fell due on 05/05 is, by two
    days.
    """
    book = _book(tmp_path, window=(date(2020, 6, 1), date(2021, 6, 30)))
    due = ["19/05/2021", "07/05/2021", "06/05/2021", "05/05/2021"]
    rows = [
        {"case_id": _code(n, "210420"), "unit": UNIT, "received_at": "20/04/2021 08:00:00"}
        | {"due_at_original": day, "status": "Đang xử lý"}
        for n, day in enumerate(due)
    ]
    old = {"case_id": _code(1, "200601"), "unit": UNIT, "received_at": "01/06/2020 08:00:00"}
    old |= {"due_at_original": "05/06/2020", "finished_at": "03/06/2020", "status": "9"}
    book.cases("ho_so.csv", [*rows, old], taken_at="2021-05-07T08:00:00")
    with book.audit() as connection:
        query = "select outcome, days_late from cases where received_at >= '2021-01-01' order by case_id"
        assert connection.execute(query).fetchall() == [
            ("pending_in_time", 0),
            ("pending_in_time", 0),
            ("pending_overdue", 1),
            ("pending_overdue", 2),
        ]
        query = "select coverage, days_covered from unit_coverage where unit_code = '611' order by month_start"
        coverage = connection.execute(query).fetchall()
        assert coverage == [("covered", d) for d in (30, 31, 31, 30, 31, 30, 31, 31, 28, 31, 30)] + [
            ("partly", 7),
            ("not", 0),
        ]
        query = "select coverage, covered_months, window_months, last_seen_date from unit_lateness"
        assert connection.execute(query).fetchall() == [("partly", 11, 13, date(2021, 5, 7))]
        query = "select late_rate, overdue_rate from unit_month_lateness where coverage = 'not'"
        assert connection.execute(query).fetchall() == [(None, None)]


def test_an_extract_of_one_month_speaks_of_that_month_only(tmp_path):
    """Of February alone, six open cases: one fell due in it, five after it was taken. It holds what was carried
    over.
    """
    book = _book(tmp_path)
    ended = [
        {"case_id": _code(n, "210202"), "unit": UNIT, "received_at": "02/02/2021 08:00:00"}
        | {"due_at_original": "22/02/2021", "finished_at": f"{3 + n:02}/02/2021", "status": "9"}
        for n in range(6)
    ]
    carried = {"case_id": _code(1, "201110"), "unit": UNIT, "received_at": "10/11/2020 08:00:00"}
    carried |= {"due_at_original": "10/03/2021", "finished_at": "04/02/2021", "status": "9"}
    open_cases = [
        {"case_id": _code(n, "210222"), "unit": UNIT, "received_at": "22/02/2021 08:00:00"}
        | {"due_at_original": "25/02/2021" if n == 0 else "08/03/2021", "status": "Đang xử lý"}
        for n in range(6)
    ]
    book.cases("thang_2.csv", [*ended, carried, *open_cases], taken_at="2021-02-28T17:00:00")
    with book.audit() as connection:
        query = "select pending, pending_overdue, covered_months, coverage from unit_lateness"
        assert connection.execute(query).fetchall() == [(6, 1, 1, "partly")]
        query = "select month_start, coverage from unit_coverage where unit_code = '611' and coverage <> 'not'"
        assert connection.execute(query).fetchall() == [(date(2021, 2, 1), "covered")]
        # Running numbers of November are one of many: no gap can be told.
        assert _found(connection, "A4G") == []


def test_the_title_says_when_an_extract_ends_and_the_last_date_where_it_says_nothing(tmp_path):
    book = _book(tmp_path)
    row = {"case_id": _code(1, "210301"), "unit": UNIT, "received_at": "01/03/2021 08:00:00"}
    row |= {"due_at_original": "10/03/2021", "status": "Đang xử lý"}
    other = row | {"case_id": _code(1, "210315"), "received_at": "15/03/2021 08:00:00", "due_at_original": "30/03/2021"}
    # A date ten years on is a typing error, not the day on which the list was made.
    typo = other | {"case_id": _code(2, "210315"), "finished_at": "15/03/2031", "status": "9"}
    book.cases("ho_so.csv", [row, other, typo])
    with book.audit() as connection:
        query = "select as_of, as_of_basis from extracts where kind = 'cases'"
        assert connection.execute(query).fetchall() == [(datetime(2021, 3, 15, 23, 59, 59), "last_date")]
        query = "select days_late from cases where case_id = ?"
        assert connection.execute(query, [_code(1, "210301")]).fetchall() == [(5,)]


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
    book, rows = _book(tmp_path, limit=None), drawn(OVERWRITTEN)
    book.cases(
        "ho_so.csv",
        [
            {"case_id": _code(n, "201001"), "unit": UNIT, "received_at": "01/10/2020 08:00:00", "status": "9"}
            | {"due_at_original": row["column"], "finished_at": row["ended"]}
            for n, row in enumerate(rows)
        ],
    )
    _slips(
        book,
        [
            {"case_id": _code(n, "201001"), "slip_date": row["slip"], "due_at_original": row["old"]}
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
    book = _book(tmp_path, limit=None)

    def rows(due: str, last: bool) -> list[dict]:
        end = [("16/10/2020", "9") if last else ("", "4"), ("", "4"), ("09/10/2020", "9")]
        return [
            {"case_id": _code(n, "201001"), "unit": UNIT, "received_at": "01/10/2020 08:00:00"}
            | {"due_at_original": due, "finished_at": finished, "status": status}
            for n, (finished, status) in enumerate(end)
        ]

    book.cases("dau.csv", rows("12/10/2020", last=False), taken_at="2020-10-10T08:00:00")
    book.cases("sau.csv", rows("26/10/2020", last=True), taken_at="2020-10-30T08:00:00")
    _slips(book)
    with book.audit() as connection:
        found = rows_of(connection, "select * from cases order by case_id")
        assert [(row["outcome"], row["days_late"]) for row in found] == [
            ("late", 4),
            ("pending_overdue", 18),
            ("early", 0),
        ]
        assert {row["first_promise_source"] for row in found} == {"earlier_extract"}
        codes = [_code(0, "201001"), _code(1, "201001")]
        assert _found(connection, "B1", "B4", "B5") == [(rule, code) for rule in ("B1", "B4", "B5") for code in codes]
        assert _found(connection, "D9") == [("D9", _code(2, "201001"))]
        (observed,) = connection.execute(
            "select observed from findings where rule_id = 'B4' and case_id = ?", codes[:1]
        ).fetchone()
        assert "12/10/2020" in observed and "dòng 2" in observed and "26/10/2020" in observed


@pytest.mark.parametrize(
    ("ended", "outcome"), [("20/10/2020", "undated"), ("26/10/2020", "undated"), ("27/10/2020", "late")]
)
def test_where_the_system_counts_a_move_that_no_source_shows_the_first_promise_is_unknown(tmp_path, ended, outcome):
    book = _book(tmp_path, limit=None)
    row = {"case_id": _code(1, "201001"), "unit": UNIT, "received_at": "01/10/2020 08:00:00", "status": "9"}
    book.cases("ho_so.csv", [row | {"due_at_original": "26/10/2020", "due_moves": "1", "finished_at": ended}])
    with book.audit() as connection:
        query = "select outcome, first_promise_source from cases"
        assert connection.execute(query).fetchall() == [(outcome, "moved_unknown")]


def test_requests_of_two_systems_are_one_request(tmp_path):
    """The one-stop system lists a request of 07/07, the national portal the same one a day later."""
    book = _book(tmp_path)
    row = {"case_id": _code(1), "unit": UNIT, "procedure_code": "1.000001", "received_at": "06/07/2020 08:00:00"}
    book.cases("ho_so.csv", [row | {"due_at_original": "20/07/2020", "finished_at": "29/07/2020", "status": "9"}])
    told = [{"case_id": _code(1), "requested_at": "07/07/2020", "supplemented_at": "20/07/2020 09:00:00"}]
    book.write("yeu_cau.csv", "supplement_requests", told)
    payload = (
        f'[{{"MaHoSo": "{_code(1)}", "NgayTiepNhan": "20200706080000", "NgayHenTra": "20200720000000", '
        '"TrangThaiHoSo": "9", "DanhSachHoSoBoSung": [{"HoSoBoSungId": 1, "NgayBoSung": "20200708000000"}]}]'
    )
    (book.raw / "dong_bo.json").write_text(payload, encoding="utf-8")
    with book.audit() as connection:
        assert _found(connection, "C1", "B1") == []
        query = "select outcome, due_in_force_at from cases"
        assert connection.execute(query).fetchall() == [("early", datetime(2020, 8, 3))]


# --- extracts that complement each other -----------------------------------------------------------------------------


def test_two_exports_of_one_day_are_complements(tmp_path):
    """Online cases in one file, those of the desk in the other, one in both: nothing was altered, none vanished."""
    book = _book(tmp_path, limit=None)
    rows = [
        {"case_id": _code(n, "201001"), "unit": UNIT, "received_at": "01/10/2020 08:00:00", "status": "9"}
        | {"due_at_original": "12/10/2020", "finished_at": "09/10/2020", "channel": ("Trực tuyến", "Trực tiếp")[n % 2]}
        for n in range(20)
    ]
    book.cases("truc_tuyen.csv", rows[0::2] + rows[1:2], taken_at="2021-05-05T08:00:00", sender="611")
    book.cases("truc_tiep.csv", [rows[1] | {"status": "10"}, *rows[3::2]], taken_at="2021-05-05T08:20:00", sender="611")
    with book.audit() as connection:
        assert connection.execute("select count(*), count(distinct case_id) from cases").fetchone() == (20, 20)
        assert _found(connection, "D9", "D11", "A4") == []


@pytest.mark.parametrize("later", ["commune", "district"])
def test_a_case_in_the_lists_of_commune_and_district_is_one_case_of_the_receiving_unit(tmp_path, later):
    """Its code names the commune; the district's list, which lacks the applicant, calls it a case of its own."""
    book = _book(tmp_path, limit=None)
    code, commune, district = "000.11.43.H34-201001-0001", "23377", "611"
    row = {"case_id": code, "received_at": "01/10/2020 08:00:00", "status": "9", "due_at_original": "12/10/2020"}
    row |= {"finished_at": "09/10/2020"}
    taken = {"commune": "2021-05-05T08:00:00", "district": "2021-05-05T08:00:00", later: "2021-05-07T08:00:00"}
    of_commune = row | {"unit": "Thị trấn Plei Kần", "applicant_key": "Người Mẫu"}
    book.cases("xa.csv", [of_commune], taken_at=taken["commune"], sender=commune)
    book.cases("huyen.csv", [row | {"unit": "Huyện Ngọc Hồi"}], taken_at=taken["district"], sender=district)
    with book.audit() as connection:
        assert connection.execute("select unit_code, case_id from cases").fetchall() == [(commune, code)]
        assert _found(connection, "D9", "D11", "A4") == []
