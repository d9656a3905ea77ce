"""The lawful due date of cases that were worked out by hand with a calendar of 2019-2021 and its holidays.

`5 làm việc` is a limit of working days, `15` one of calendar days. A due date without an hour is 17:00; without one at all,
`first due` where nothing else is drawn.
"""

import re
from datetime import datetime

import duckdb
import pytest

from tests.casebook import Casebook, drawn, rows_of

HAND_WORKED = """
what                            | limit       | received            | asked        | completed                  | first due        | due
in the week                     | 5 làm việc  | 05/10/2020 08:00    |              |                            | 12/10/2020       |
over a weekend                  | 3 làm việc  | 09/10/2020 08:00    |              |                            | 14/10/2020       |
Friday, one day                 | 1 làm việc  | 09/10/2020 16:59    |              |                            | 12/10/2020       |
before Tết                      | 5 làm việc  | 05/02/2021 08:00    |              |                            | 19/02/2021       |
last day before Tết             | 3 làm việc  | 09/02/2021 10:00    |              |                            | 19/02/2021       |
last evening before Tết         | 3 làm việc  | 09/02/2021 17:30    |              |                            | 22/02/2021       |
in Tết                          | 2 làm việc  | 11/02/2021 09:00    |              |                            | 18/02/2021       |
in Tết, evening                 | 2 làm việc  | 11/02/2021 19:00    |              |                            | 19/02/2021       |
ten days over Tết               | 10 làm việc | 01/02/2021 08:00    |              |                            | 22/02/2021       |
all days count, ends in Tết     | 15          | 01/02/2021 08:00    |              |                            | 16/02/2021       |
all days count, over Tết        | 10          | 08/02/2021 08:00    |              |                            | 18/02/2021       |
year end                        | 3 làm việc  | 30/12/2020 08:00    |              |                            | 05/01/2021       |
last day of the year            | 1 làm việc  | 31/12/2020 16:30    |              |                            | 04/01/2021       |
at 17:00                        | 1 làm việc  | 31/12/2020 17:00:00 |              |                            | 04/01/2021       |
a second after 17:00            | 1 làm việc  | 31/12/2020 17:00:01 |              |                            | 05/01/2021       |
all days count, year end        | 30          | 15/12/2020 08:00    |              |                            | 14/01/2021       |
Hùng kings                      | 2 làm việc  | 19/04/2021 08:00    |              |                            | 22/04/2021       |
the day before Hùng kings       | 1 làm việc  | 20/04/2021 08:00    |              |                            | 22/04/2021       |
30 April                        | 3 làm việc  | 28/04/2021 08:00    |              |                            | 05/05/2021       |
the day before 30 April         | 1 làm việc  | 29/04/2021 08:00    |              |                            | 04/05/2021       |
on 30 April                     | 1 làm việc  | 30/04/2021 09:00    |              |                            | 04/05/2021       |
the evening before 30 April     | 1 làm việc  | 29/04/2021 17:20    |              |                            | 05/05/2021       |
all days count, ends on 3 May   | 7           | 26/04/2021 08:00    |              |                            | 03/05/2021       |
over Hùng kings                 | 5 làm việc  | 20/04/2021 08:00    |              |                            | 28/04/2021       |
Hùng kings and 30 April         | 10 làm việc | 19/04/2021 08:00    |              |                            | 06/05/2021       |
2 September                     | 2 làm việc  | 31/08/2020 08:00    |              |                            | 03/09/2020       |
the day before 2 September      | 1 làm việc  | 01/09/2020 08:00    |              |                            | 03/09/2020       |
on 2 September                  | 1 làm việc  | 02/09/2020 08:00    |              |                            | 03/09/2020       |
2 September and a weekend       | 5 làm việc  | 26/08/2020 08:00    |              |                            | 03/09/2020       |
after 15:00 changes nothing     | 5 làm việc  | 05/10/2020 15:30    |              |                            | 12/10/2020       |
after 17:00                     | 5 làm việc  | 05/10/2020 17:10    |              |                            | 13/10/2020       |
Friday evening                  | 3 làm việc  | 09/10/2020 18:00    |              |                            | 15/10/2020       |
Saturday morning                | 3 làm việc  | 10/10/2020 09:00    |              |                            | 14/10/2020       |
Saturday evening                | 3 làm việc  | 10/10/2020 17:30    |              |                            | 15/10/2020       |
Sunday                          | 2 làm việc  | 11/10/2020 09:00    |              |                            | 13/10/2020       |
all days count, Friday evening  | 10          | 09/10/2020 17:30    |              |                            | 22/10/2020       |
all days count                  | 10          | 09/10/2020 08:00    |              |                            | 19/10/2020       |
all days count, ends Saturday   | 5           | 05/10/2020 08:00    |              |                            | 10/10/2020       |
8 hours are a day               | 8 giờ       | 05/10/2020 10:00    |              |                            | 06/10/2020       |
2 hours                         | 2 giờ       | 05/10/2020 10:00    |              |                            | 06/10/2020 09:00 |
4 hours, before noon            | 4 giờ       | 05/10/2020 10:00    |              |                            | 06/10/2020 11:00 |
5 hours, over noon              | 5 giờ       | 05/10/2020 10:00    |              |                            | 06/10/2020 14:00 |
12 hours                        | 12 giờ      | 05/10/2020 10:00    |              |                            | 07/10/2020 11:00 |
16 hours                        | 16 giờ      | 05/10/2020 10:00    |              |                            | 07/10/2020       |
24 hours over a weekend         | 24 giờ      | 09/10/2020 08:00    |              |                            | 14/10/2020       |
4 hours, Friday evening         | 4 giờ       | 09/10/2020 17:30    |              |                            | 13/10/2020 11:00 |
at once                         | ngay        | 05/10/2020 10:00    |              |                            | 05/10/2020       |
at once, evening                | ngay        | 05/10/2020 17:30    |              |                            | 06/10/2020       |
from 2019 over Tết 2020         | 60 làm việc | 02/12/2019 08:00    |              |                            | 03/03/2020       |
from 2019, all days count       | 90          | 15/11/2019 08:00    |              |                            | 13/02/2020       |
from 2019, within 2019          | 30 làm việc | 15/11/2019 08:00    |              |                            | 27/12/2019       |
Hùng kings 2020                 | 5 làm việc  | 30/03/2020 08:00    |              |                            | 07/04/2020       |
30 April and 1 May 2020         | 3 làm việc  | 29/04/2020 08:00    |              |                            | 06/05/2020       |
asked on the second day         | 5 làm việc  | 05/10/2020 08:00    | 07/10        | 14/10/2020 10:00           | 12/10/2020       | 21/10/2020
asked on the third day          | 5 làm việc  | 05/10/2020 08:00    | 08/10        | 09/10/2020 09:00           | 12/10/2020       | 16/10/2020
asked on the fourth day         | 5 làm việc  | 05/10/2020 08:00    | 09/10        | 14/10/2020 10:00           | 12/10/2020       | 12/10/2020
complete in the evening         | 5 làm việc  | 05/10/2020 08:00    | 07/10        | 14/10/2020 17:30           | 12/10/2020       | 22/10/2020
complete on Friday evening      | 5 làm việc  | 05/10/2020 08:00    | 07/10        | 09/10/2020 17:30           | 12/10/2020       | 19/10/2020
complete after Tết              | 5 làm việc  | 05/02/2021 08:00    | 08/02/2021   | 17/02/2021 09:00           | 19/02/2021       | 24/02/2021
third day, counted over Tết     | 5 làm việc  | 08/02/2021 08:00    | 18/02/2021   | 22/02/2021 09:00           | 22/02/2021       | 01/03/2021
fourth day, counted over Tết    | 5 làm việc  | 08/02/2021 08:00    | 19/02/2021   | 22/02/2021 09:00           | 22/02/2021       | 22/02/2021
evening gives a day more to ask | 5 làm việc  | 05/10/2020 17:30    | 09/10        | 14/10/2020 10:00           | 13/10/2020       | 21/10/2020
all days count, asked           | 10          | 05/10/2020 08:00    | 06/10        | 08/10/2020 09:00           | 15/10/2020       | 18/10/2020
hours, asked                    | 4 giờ       | 05/10/2020 08:00    | 06/10        | 08/10/2020 09:00           | 06/10/2020 11:00 | 09/10/2020 11:00
only the first request counts   | 5 làm việc  | 05/10/2020 08:00    | 07/10; 13/10 | 09/10/2020 09:00; 16/10 | 12/10/2020       | 16/10/2020
first too late, second too      | 5 làm việc  | 05/10/2020 08:00    | 09/10; 13/10 | 12/10/2020 09:00; 16/10 | 12/10/2020       | 12/10/2020
papers are still awaited        | 5 làm việc  | 05/10/2020 08:00    | 07/10        |                            | 12/10/2020       | -
"""
WRITTEN = {"làm việc": "Ngày làm việc", "giờ": "Giờ", "": "Ngày"}


def _limit(text: str) -> str:
    """'5 làm việc' -> '5 Ngày làm việc', '5' -> '5 Ngày', 'ngay' -> 'Giải quyết ngay'."""
    if text == "ngay":
        return "Giải quyết ngay"
    amount, _, unit = text.partition(" ")
    return f"{amount} {WRITTEN[unit]}"


def _day(text: str) -> str:
    """A day without its year is of 2020; `16/10/20` is written short."""
    text = re.sub(r"^(\d\d/\d\d)$", r"\1/2020", text.strip())
    return re.sub(r"^(\d\d/\d\d)/(\d\d)$", r"\1/20\2", text)


def _due(text: str) -> datetime | None:
    if text == "-":
        return None
    return datetime.strptime(text if ":" in text else f"{text} 17:00", "%d/%m/%Y %H:%M")


CASES = drawn(HAND_WORKED)


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
        rows.append({"case_id": case_id, "procedure_code": codes[row["limit"]], "received_at": row["received"], "due_at_original": ""})
        completed = row["completed"].split(";")
        for order, asked in enumerate(row["asked"].split(";") if row["asked"] else []):
            made = {"case_id": case_id, "requested_at": _day(asked), "supplemented_at": _day(completed[order])}
            requests.append(made | {"request_id": f"{number}-{order}"})
    book.cases("ho_so.csv", [row | {"status": "Đang xử lý", "unit": "UBND huyện Ngọc Hồi"} for row in rows])
    book.write("yeu_cau.csv", "supplement_requests", requests)
    with duckdb.connect(str(book.build()), read_only=True) as connection:
        told = {row["case_id"]: row for row in rows_of(connection, "select * from case_deadlines")}
    return {row["what"]: told[f"000.00.43.H34-200603-{number:04}"] for number, row in enumerate(CASES)}


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["what"].replace(" ", "_"))
def test_due_date_worked_out_by_hand(counted, row) -> None:
    case = counted[row["what"]]
    assert case["limit_standing"] == "ok"
    assert case["lawful_due_first_at"] == _due(row["first due"])
    assert case["lawful_due_at"] == _due(row["due"] or row["first due"])


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
        "Ngày hẹn trả: không có.",
    ]
