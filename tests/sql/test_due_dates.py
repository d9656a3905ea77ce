"""The lawful due date of cases that were worked out by hand with a calendar of 2019-2021 and its holidays.

`5 làm việc` is a limit of working days, `15` one of calendar days. A receipt without an hour is one at 08:00, a due
date one at 17:00.
"""

import json
from datetime import datetime

import pytest

from tests.casebook import Casebook, drawn, rows_of

HAND_WORKED = """
what                           | limit       | received          | due
in the week                    | 5 làm việc  | 05/10/20          | 12/10/20
over a weekend                 | 3 làm việc  | 09/10/20          | 14/10/20
Friday, one day                | 1 làm việc  | 09/10/20 16:59    | 12/10/20
before Tết                     | 5 làm việc  | 05/02/21          | 19/02/21
last day before Tết            | 3 làm việc  | 09/02/21 10:00    | 19/02/21
last evening before Tết        | 3 làm việc  | 09/02/21 17:30    | 22/02/21
in Tết                         | 2 làm việc  | 11/02/21 09:00    | 18/02/21
in Tết, evening                | 2 làm việc  | 11/02/21 19:00    | 19/02/21
ten days over Tết              | 10 làm việc | 01/02/21          | 22/02/21
all days count, ends in Tết    | 15          | 01/02/21          | 16/02/21
all days count, over Tết       | 10          | 08/02/21          | 18/02/21
year end                       | 3 làm việc  | 30/12/20          | 05/01/21
last day of the year           | 1 làm việc  | 31/12/20 16:30    | 04/01/21
at 17:00                       | 1 làm việc  | 31/12/20 17:00:00 | 04/01/21
a second after 17:00           | 1 làm việc  | 31/12/20 17:00:01 | 05/01/21
all days count, year end       | 30          | 15/12/20          | 14/01/21
Hùng kings                     | 2 làm việc  | 19/04/21          | 22/04/21
the day before Hùng kings      | 1 làm việc  | 20/04/21          | 22/04/21
30 April                       | 3 làm việc  | 28/04/21          | 05/05/21
the day before 30 April        | 1 làm việc  | 29/04/21          | 04/05/21
on 30 April                    | 1 làm việc  | 30/04/21 09:00    | 04/05/21
the evening before 30 April    | 1 làm việc  | 29/04/21 17:20    | 05/05/21
all days count, ends on 3 May  | 7           | 26/04/21          | 03/05/21
over Hùng kings                | 5 làm việc  | 20/04/21          | 28/04/21
Hùng kings and 30 April        | 10 làm việc | 19/04/21          | 06/05/21
2 September                    | 2 làm việc  | 31/08/20          | 03/09/20
the day before 2 September     | 1 làm việc  | 01/09/20          | 03/09/20
on 2 September                 | 1 làm việc  | 02/09/20          | 03/09/20
2 September and a weekend      | 5 làm việc  | 26/08/20          | 03/09/20
after 15:00 changes nothing    | 5 làm việc  | 05/10/20 15:30    | 12/10/20
after 17:00                    | 5 làm việc  | 05/10/20 17:10    | 13/10/20
Friday evening                 | 3 làm việc  | 09/10/20 18:00    | 15/10/20
Saturday morning               | 3 làm việc  | 10/10/20 09:00    | 14/10/20
Saturday evening               | 3 làm việc  | 10/10/20 17:30    | 15/10/20
Sunday                         | 2 làm việc  | 11/10/20 09:00    | 13/10/20
all days count, Friday evening | 10          | 09/10/20 17:30    | 22/10/20
all days count                 | 10          | 09/10/20          | 19/10/20
all days count, ends Saturday  | 5           | 05/10/20          | 10/10/20
8 hours are a day              | 8 giờ       | 05/10/20 10:00    | 06/10/20
2 hours                        | 2 giờ       | 05/10/20 10:00    | 06/10/20 09:00
4 hours, before noon           | 4 giờ       | 05/10/20 10:00    | 06/10/20 11:00
5 hours, over noon             | 5 giờ       | 05/10/20 10:00    | 06/10/20 14:00
12 hours                       | 12 giờ      | 05/10/20 10:00    | 07/10/20 11:00
16 hours                       | 16 giờ      | 05/10/20 10:00    | 07/10/20
24 hours over a weekend        | 24 giờ      | 09/10/20          | 14/10/20
4 hours, Friday evening        | 4 giờ       | 09/10/20 17:30    | 13/10/20 11:00
at once                        | ngay        | 05/10/20 10:00    | 05/10/20
at once, evening               | ngay        | 05/10/20 17:30    | 06/10/20
from 2019 over Tết 2020        | 60 làm việc | 02/12/19          | 03/03/20
from 2019, all days count      | 90          | 15/11/19          | 13/02/20
from 2019, within 2019         | 30 làm việc | 15/11/19          | 27/12/19
Hùng kings 2020                | 5 làm việc  | 30/03/20          | 07/04/20
30 April and 1 May 2020        | 3 làm việc  | 29/04/20          | 06/05/20
"""
# The day of a completion without an hour is one at 10:00.
SUPPLEMENTED = """
what                       | limit      | received       | asked        | completed    | first due      | due
asked on the second day    | 5 làm việc | 05/10/20       | 07/10        | 14/10        | 12/10/20       | 21/10/20
asked on the third day     | 5 làm việc | 05/10/20       | 08/10        | 09/10        | 12/10/20       | 16/10/20
asked on the fourth day    | 5 làm việc | 05/10/20       | 09/10        | 14/10        | 12/10/20       | 12/10/20
complete in the evening    | 5 làm việc | 05/10/20       | 07/10        | 14/10 17:30  | 12/10/20       | 22/10/20
complete on Friday evening | 5 làm việc | 05/10/20       | 07/10        | 09/10 17:30  | 12/10/20       | 19/10/20
complete after Tết         | 5 làm việc | 05/02/21       | 08/02/21     | 17/02/21     | 19/02/21       | 24/02/21
third day, over Tết        | 5 làm việc | 08/02/21       | 18/02/21     | 22/02/21     | 22/02/21       | 01/03/21
fourth day, over Tết       | 5 làm việc | 08/02/21       | 19/02/21     | 22/02/21     | 22/02/21       | 22/02/21
one day more after evening | 5 làm việc | 05/10/20 17:30 | 09/10        | 14/10        | 13/10/20       | 21/10/20
all days count, asked      | 10         | 05/10/20       | 06/10        | 08/10        | 15/10/20       | 18/10/20
hours, asked               | 4 giờ      | 05/10/20       | 06/10        | 08/10        | 06/10/20 11:00 | 09/10/20 11:00
only the first one counts  | 5 làm việc | 05/10/20       | 07/10; 13/10 | 09/10; 16/10 | 12/10/20       | 16/10/20
first too late, second too | 5 làm việc | 05/10/20       | 09/10; 13/10 | 12/10; 16/10 | 12/10/20       | 12/10/20
papers are still awaited   | 5 làm việc | 05/10/20       | 07/10        |              | 12/10/20       | -
"""
# New dates that the list of requests gives, and how far they are from the restarted limit.
NEW_DATES = {"asked on the second day": "21/10", "asked on the third day": "19/10", "complete in the evening": "20/10"}
DIFFERENCES = {"asked on the second day": 0, "asked on the third day": 3, "complete in the evening": -2}
WRITTEN = {"làm việc": "Ngày làm việc", "giờ": "Giờ", "": "Ngày"}


def _limit(text: str) -> str:
    """'5 làm việc' -> '5 Ngày làm việc', '5' -> '5 Ngày', 'ngay' -> 'Giải quyết ngay'."""
    if text == "ngay":
        return "Giải quyết ngay"
    amount, _, unit = text.partition(" ")
    return f"{amount} {WRITTEN[unit]}"


def _moment(text: str, hour: str) -> str:
    """'05/10/20' or '05/10' (of 2020), with the hour where it has none of its own."""
    day, _, clock = text.strip().partition(" ")
    day, month, *year = day.split("/")
    return f"{day}/{month}/20{year[0] if year else 20} {clock or hour}".strip()


def _due(text: str) -> datetime | None:
    return None if text == "-" else datetime.strptime(_moment(text, "17:00"), "%d/%m/%Y %H:%M")


TOLD = """
select deadlines.*, judged.new_date_difference_days
from case_deadlines as deadlines left join judged_case_supplements as judged using (case_id)
"""
CASES = [row | {"asked": "", "first due": row["due"]} for row in drawn(HAND_WORKED)] + drawn(SUPPLEMENTED)


@pytest.fixture(scope="module")
def counted(tmp_path_factory) -> dict[str, dict]:
    """Case -> its row of case_deadlines; every limit is that of a procedure of its own."""
    book = Casebook(tmp_path_factory.mktemp("due") / "book")
    codes = {limit: f"1.{number:06}" for number, limit in enumerate(sorted({row["limit"] for row in CASES}))}
    book.write(
        "cong_bo.csv",
        "published_procedures",
        [
            {
                "procedure_code": code,
                "procedure_name": "thủ tục",
                "level": "Cấp huyện",
                "authority": "UBND cấp huyện",
                "time_limit": _limit(limit),
                "valid_from": "01/01/2015",
                "decision": "12/QĐ-UBND",
            }
            for limit, code in codes.items()
        ],
    )
    rows, requests = [], []
    for number, row in enumerate(CASES):
        case_id = f"000.00.43.H34-200603-{number:04}"
        received = _moment(row["received"], "08:00")
        rows.append({"case_id": case_id, "procedure_code": codes[row["limit"]], "received_at": received})
        for order, asked in enumerate(row["asked"].split(";") if row["asked"] else []):
            complete = row["completed"].split(";")[order]
            made = {"requested_at": _moment(asked, ""), "supplemented_at": complete and _moment(complete, "10:00")}
            made["due_at_after"] = _moment(NEW_DATES[row["what"]], "") if row["what"] in NEW_DATES else ""
            requests.append({"case_id": case_id, "request_id": f"{number}-{order}"} | made)
    usual = {"status": "Đang xử lý", "unit": "UBND huyện Ngọc Hồi", "due_at_original": ""}
    book.cases("ho_so.csv", [row | usual for row in rows])
    book.write("yeu_cau.csv", "supplement_requests", requests)
    with book.tables() as connection:
        told = {row["case_id"]: row for row in rows_of(connection, TOLD)}
    return {row["what"]: told[f"000.00.43.H34-200603-{number:04}"] for number, row in enumerate(CASES)}


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["what"].replace(" ", "_"))
def test_due_date_worked_out_by_hand(counted, row) -> None:
    case = counted[row["what"]]
    assert case["limit_standing"] == "ok"
    assert case["lawful_due_first_at"] == _due(row["first due"])
    assert case["lawful_due_at"] == _due(row["due"])


def test_a_new_date_in_the_list_of_requests_is_held_against_the_restart(counted) -> None:
    assert {what: counted[what]["new_date_difference_days"] for what in NEW_DATES} == DIFFERENCES


def test_the_steps_can_be_followed_by_hand(counted) -> None:
    assert counted["before Tết"]["steps"].splitlines() == [
        "Tiếp nhận: 08:00 ngày 05/02/2021.",
        "Thời hạn công bố: 5 Ngày làm việc (12/QĐ-UBND).",
        "Cách đếm: đếm 5 ngày làm việc, từ ngày sau ngày 05/02/2021; bỏ 4 ngày thứ bảy, chủ nhật; bỏ ngày lễ "
        "10/02/2021 (29 Tết), 11/02/2021 (Giao thừa Tết Nguyên Đán), 12/02/2021 (Tết Nguyên Đán), "
        "15/02/2021 (Mùng bốn Tết Nguyên Đán), 16/02/2021 (Mùng năm Tết Nguyên Đán).",
        "Hạn tính từ tiếp nhận: 17:00 ngày 19/02/2021.",
        "Ngày hẹn trả: không có.",
    ]
    assert counted["complete on Friday evening"]["steps"].splitlines() == [
        "Tiếp nhận: 08:00 ngày 05/10/2020.",
        "Thời hạn công bố: 5 Ngày làm việc (12/QĐ-UBND).",
        "Cách đếm: đếm 5 ngày làm việc, từ ngày sau ngày 05/10/2020; bỏ 2 ngày thứ bảy, chủ nhật.",
        "Hạn tính từ tiếp nhận: 17:00 ngày 12/10/2020.",
        "Yêu cầu bổ sung lần đầu: ngày 07/10/2020, 2 ngày làm việc sau tiếp nhận (được phép trong 3 ngày làm việc).",
        "Đủ hồ sơ: ngày 09/10/2020, sau giờ làm việc nên tính cho ngày làm việc kế tiếp 12/10/2020; "
        "thời hạn tính lại từ đầu.",
        "Cách đếm lại: đếm 5 ngày làm việc, từ ngày sau ngày 12/10/2020; bỏ 2 ngày thứ bảy, chủ nhật.",
        "Hạn tính lại: 17:00 ngày 19/10/2020.",
        "Hạn có hiệu lực: hạn tính lại từ ngày đủ hồ sơ.",
        "Ngày hẹn trả: không có.",
    ]


def test_requests_inside_a_payload_speak_for_its_cases_only(tmp_path) -> None:
    """Without a column of requests nobody can tell whether a date was counted again; nor from other cases' payload."""
    book = Casebook(tmp_path / "book")
    limit = {"procedure_code": "1.000001", "procedure_name": "thủ tục", "time_limit": "5 Ngày làm việc"}
    book.reference("published_procedures", [limit | {"level": "Cấp huyện"}])
    dates = {"received_at": "05/10/2020 08:00", "due_at_original": "21/10/2020 17:00"}
    listed = {"case_id": "000.00.43.H34-201005-0001", "unit": "UBND huyện Ngọc Hồi", "procedure_code": "1.000001"}
    book.cases("ho_so.csv", [listed | dates])
    request = {"HoSoBoSungId": 1, "NgayBoSung": "20201006083000", "NgayTiepNhanBoSung": "20201008091500"}
    inside = {"MaHoSo": "000.00.41.H34-201005-0002", "MaTTHC": "1.000001", "DonViXuLy": "UBND huyện Đăk Hà"}
    inside |= {"NgayTiepNhan": "20201005080000", "NgayHenTra": "20201012170000", "DanhSachHoSoBoSung": [request]}
    (book.raw / "sync.json").write_text(json.dumps([inside]), encoding="utf-8")
    with book.tables() as connection:
        rows = rows_of(
            connection, "select restart_standing, lawful_due_at, padding_days from case_deadlines order by 1"
        )
        needed = "select unit_code from stg_unit_inputs where has_request_list and has_supplement_dates"
        assert connection.execute(needed).fetchall() == [("615",)]
    assert [tuple(row.values()) for row in rows] == [
        ("not_told", None, None),
        ("restarted", datetime(2020, 10, 15, 17), 0),
    ]
