"""What an extract can know: until when it was seen, which months it tells, and what it says beside another one.

Dates were worked out by hand on a calendar of 2020 and 2021.
"""

from datetime import date, datetime

import pytest

from tests.sql.dated_books import UNIT, book_of, code_of, findings_of, slips_of


def test_an_open_case_is_measured_no_later_than_its_extract_was_taken(tmp_path):
    """Taken on 07/05/2021, window to 30/06: what falls due on 19/05 is not late, what fell due on 05/05 is, by two
    days.
    """
    book = book_of(tmp_path, window=(date(2020, 6, 1), date(2021, 6, 30)))
    due = ["19/05/2021", "07/05/2021", "06/05/2021", "05/05/2021"]
    rows = [
        {"case_id": code_of(n, "210420"), "unit": UNIT, "received_at": "20/04/2021 08:00:00"}
        | {"due_at_original": day, "status": "Đang xử lý"}
        for n, day in enumerate(due)
    ]
    old = {"case_id": code_of(1, "200601"), "unit": UNIT, "received_at": "01/06/2020 08:00:00"}
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
    book = book_of(tmp_path)
    ended = [
        {"case_id": code_of(n, "210202"), "unit": UNIT, "received_at": "02/02/2021 08:00:00"}
        | {"due_at_original": "22/02/2021", "finished_at": f"{3 + n:02}/02/2021", "status": "9"}
        for n in range(6)
    ]
    carried = {"case_id": code_of(1, "201110"), "unit": UNIT, "received_at": "10/11/2020 08:00:00"}
    carried |= {"due_at_original": "10/03/2021", "finished_at": "04/02/2021", "status": "9"}
    open_cases = [
        {"case_id": code_of(n, "210222"), "unit": UNIT, "received_at": "22/02/2021 08:00:00"}
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
        assert findings_of(connection, "A4G") == []


def test_a_vertical_system_claims_no_running_numbers(tmp_path):
    """It knows the branch's part of a day's cases: the third of 12/04, after the desk's last extract, is no sign of
    two that are missing. A number that the desk leaves out before that is one.
    """
    book = book_of(tmp_path)
    row = {"unit": UNIT, "due_at_original": "30/04/2021", "status": "Đã xử lý xong"}
    march = [
        row
        | {"case_id": code_of(number, f"2103{day}"), "received_at": f"{day}/03/2021", "finished_at": f"{day}/03/2021"}
        for day, number in (("01", 1), ("01", 3), ("02", 1), ("03", 1))
    ]
    book.cases("ho_so.csv", march, taken_at="2021-03-31T17:00:00")
    done = {"received_at": "12/04/2021 08:00:00", "finished_at": "13/04/2021 08:00:00"}
    april = row | done | {"case_id": code_of(3, "210412")}
    book.write("nganh_doc.csv", "vertical_case_list", [march[0], april], taken_at="2021-05-05T08:00:00")
    slip = {"unit": UNIT, "slip_date": "20/04/2021", "new_due_date": "10/05/2021", "has_reason": "có"}
    slips_of(book, [slip | {"case_id": f"000.00.43.H34-{day}-0009"} for day in ("210303", "210412")])
    with book.audit() as connection:
        query = "select thing from findings where rule_id = 'A4G'"
        assert connection.execute(query).fetchall() == [("2021-03-01",)]
        # Nor all cases of that day: a slip may name one that it does not hold.
        query = "select case_code, case_standing from apology_slips order by all"
        assert connection.execute(query).fetchall() == [
            ("000.00.43.H34-210303-0009", "not_held"),
            ("000.00.43.H34-210412-0009", "not_told"),
        ]


def test_the_title_says_when_an_extract_ends_and_the_last_date_where_it_says_nothing(tmp_path):
    book = book_of(tmp_path)
    row = {"case_id": code_of(1, "210301"), "unit": UNIT, "received_at": "01/03/2021 08:00:00"}
    row |= {"due_at_original": "10/03/2021", "status": "Đang xử lý"}
    other = row | {
        "case_id": code_of(1, "210315"),
        "received_at": "15/03/2021 08:00:00",
        "due_at_original": "30/03/2021",
    }
    # A date ten years on is a typing error, not the day on which the list was made.
    typo = other | {"case_id": code_of(2, "210315"), "finished_at": "15/03/2031", "status": "9"}
    book.cases("ho_so.csv", [row, other, typo])
    with book.audit() as connection:
        query = "select as_of, as_of_basis from extracts where kind = 'cases'"
        assert connection.execute(query).fetchall() == [(datetime(2021, 3, 15, 23, 59, 59), "last_date")]
        query = "select days_late from cases where case_id = ?"
        assert connection.execute(query, [code_of(1, "210301")]).fetchall() == [(5,)]


# --- extracts that complement each other -----------------------------------------------------------------------------


def test_two_exports_of_one_day_are_complements(tmp_path):
    """Online cases in one file, those of the desk in the other, one in both: nothing was altered, none vanished."""
    book = book_of(tmp_path, limit=None)
    rows = [
        {"case_id": code_of(n, "201001"), "unit": UNIT, "received_at": "01/10/2020 08:00:00", "status": "9"}
        | {"due_at_original": "12/10/2020", "finished_at": "09/10/2020", "channel": ("Trực tuyến", "Trực tiếp")[n % 2]}
        for n in range(20)
    ]
    book.cases("truc_tuyen.csv", rows[0::2] + rows[1:2], taken_at="2021-05-05T08:00:00", sender="611")
    book.cases("truc_tiep.csv", [rows[1] | {"status": "10"}, *rows[3::2]], taken_at="2021-05-05T08:20:00", sender="611")
    with book.audit() as connection:
        assert connection.execute("select count(*), count(distinct case_id) from cases").fetchone() == (20, 20)
        assert findings_of(connection, "D9", "D11", "A4") == []


@pytest.mark.parametrize("later", ["commune", "district"])
def test_a_case_in_the_lists_of_commune_and_district_is_one_case_of_the_receiving_unit(tmp_path, later):
    """Its code names the commune; the district's list, which lacks the applicant, calls it a case of its own."""
    book = book_of(tmp_path, limit=None)
    code, commune, district = "000.11.43.H34-201001-0001", "23377", "611"
    row = {"case_id": code, "received_at": "01/10/2020 08:00:00", "status": "9", "due_at_original": "12/10/2020"}
    row |= {"finished_at": "09/10/2020"}
    taken = {"commune": "2021-05-05T08:00:00", "district": "2021-05-05T08:00:00", later: "2021-05-07T08:00:00"}
    of_commune = row | {"unit": "Thị trấn Plei Kần", "applicant_key": "Người Mẫu"}
    book.cases("xa.csv", [of_commune], taken_at=taken["commune"], sender=commune)
    book.cases("huyen.csv", [row | {"unit": "Huyện Ngọc Hồi"}], taken_at=taken["district"], sender=district)
    with book.audit() as connection:
        assert connection.execute("select unit_code, case_id from cases").fetchall() == [(commune, code)]
        assert findings_of(connection, "D9", "D11", "A4") == []
