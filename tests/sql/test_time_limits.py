"""How published time limits are read, which of them stands for a case, and lateness by each of three dates."""

from datetime import datetime

import duckdb
import pytest

from flows.common.sql_files import run_macros
from tests.casebook import Casebook, drawn, rows_of

READ = """
written                                                             | read
5 Ngày làm việc                                                     | 5 ngay lam viec
05 ngày làm việc                                                    | 5 ngay lam viec
03 (ba) ngày làm việc                                               | 3 ngay lam viec
Mười lăm (15) ngày                                                  | 15 ngay
30 Ngày                                                             | 30 ngay
20ngày                                                              | 20 ngay
8 Giờ                                                               | 8 gio
08 giờ làm việc                                                     | 8 gio
24h                                                                 | 24 gio
Giải quyết ngay                                                     | 0 ngay
Trong ngày                                                          | 0 ngay
Ngay trong ngày làm việc                                            | 0 ngay
Trả kết quả ngay sau khi tiếp nhận hồ sơ hợp lệ                     | 0 ngay
Không quá 05 ngày làm việc, kể từ ngày nhận đủ hồ sơ hợp lệ         | 5 ngay lam viec
Trong thời hạn 15 (mười lăm) ngày kể từ ngày UBCKNN nhận được hồ sơ | 15 ngay
5 ngày làm việc (05 ngày làm việc)                                  | 5 ngay lam viec
5 ngày làm việc; 10 ngày với hồ sơ phức tạp                         |
02 ngày làm việc và 45 ngày                                         |
5 Ngày làm việc, 5 Ngày                                             |
10 ngày, trong đó: 3 ngày tại xã                                    |
3-5 ngày                                                            |
từ 3 đến 5 ngày                                                     |
1.5 Ngày làm việc                                                   |
2,5 ngày                                                            |
1/2 ngày làm việc                                                   |
12 Tháng                                                            |
5 năm                                                               |
0 ngày                                                              |
ngày làm việc                                                       |
5                                                                   |
05 ngày làm                                                         |
Ngay trong ngày; sau 15 giờ thì trả trong ngày làm việc tiếp theo   |
Trong ngày, tối đa 1 ngày làm việc                                  |
Không quá 03 ngày làm việc với trường hợp đã có trong cơ sở dữ liệu |
07 ngày làm việc, được gia hạn một lần                              |
30 ngày (không bao gồm thời gian lấy ý kiến)                        |
15 ngày kể từ ngày Hội đồng nhân dân thông qua                      |
20 ngày kể từ ngày hết hạn bàn giao nhà ở                           |
06 ngày làm việc và 30                                              |
Không có thông tin                                                  |
"""


@pytest.fixture(scope="module")
def macros() -> duckdb.DuckDBPyConnection:
    with duckdb.connect() as connection:
        run_macros(connection)
        yield connection


@pytest.mark.parametrize("row", drawn(READ), ids=lambda row: row["written"].replace(" ", "_"))
def test_a_time_limit_is_read_or_left(macros, row) -> None:
    (read,) = macros.execute("select parse_limit(limit_words(?))", [row["written"]]).fetchone()
    assert read == (row["read"] or None)


# The limits published for the cases below; `office` is the office's own list, the others arrived as files.
PUBLISHED = """
list   | code     | level     | authority         | limit           | from       | to
office | 1.000001 | Cấp huyện | UBND cấp huyện    | 5 ngày làm việc | 2019-01-01 | 2020-12-31
office | 1.000001 | Cấp huyện | UBND cấp huyện    | 3 ngày làm việc | 2021-01-01 |
office | 1.000002 | Cấp tỉnh  | Sở Tư pháp        | 5 ngày làm việc | 2019-01-01 |
office | 1.000002 | Cấp tỉnh  | Sở Xây dựng       | 9 ngày làm việc | 2019-01-01 |
office | 1.000003 | Cấp huyện | UBND cấp huyện    | 5 ngày làm việc | 2019-01-01 |
file   | 1.000003 | Cấp huyện | UBND cấp huyện    | 05 ngày làm việc| 2019-01-01 |
office | 1.000004 | Cấp huyện | UBND cấp huyện    | 5 ngày làm việc | 2019-01-01 |
file   | 1.000004 | Cấp huyện | UBND cấp huyện    | 7 ngày làm việc | 2020-10-07 |
office | 1.000005 | Cấp huyện | UBND cấp huyện    | 5 ngày làm việc | 2019-01-01 |
file   | 1.000005 | Cấp huyện | UBND cấp huyện    |                 | 2019-01-01 |
office | 1.000006 | Cấp huyện | UBND cấp huyện    | 5; 9 ngày       | 2019-01-01 |
file   | 1.000007 | Cấp xã    | UBND cấp xã       | 5 ngày làm việc | 2019-01-01 |
"""
STANDING = """
what                         | unit                | code     | received         | standing         | limit
the limit of that day        | UBND huyện Ngọc Hồi | 1.000001 | 31/12/2020 08:00 | ok               | 5
the limit of the next        | UBND huyện Ngọc Hồi | 1.000001 | 01/01/2021 08:00 | ok               | 3
the unit's own               | Sở Tư pháp          | 1.000002 | 05/10/2020 08:00 | ok               | 5
another unit's own           | Sở Xây dựng         | 1.000002 | 05/10/2020 08:00 | ok               | 9
its level's, which differ    | Sở Y tế             | 1.000002 | 05/10/2020 08:00 | several_limits   |
two lists agree              | UBND huyện Ngọc Hồi | 1.000003 | 05/10/2020 08:00 | ok               | 5
before the lists differ      | UBND huyện Ngọc Hồi | 1.000004 | 06/10/2020 08:00 | ok               | 5
the lists differ             | UBND huyện Ngọc Hồi | 1.000004 | 07/10/2020 08:00 | several_limits   |
a list without limits        | UBND huyện Ngọc Hồi | 1.000005 | 05/10/2020 08:00 | ok               | 5
not readable                 | UBND huyện Ngọc Hồi | 1.000006 | 05/10/2020 08:00 | no_limit         |
of another level             | UBND huyện Ngọc Hồi | 1.000007 | 05/10/2020 08:00 | not_published    |
in no list                   | UBND huyện Ngọc Hồi | 9.000001 | 05/10/2020 08:00 | not_published    |
before it was in force       | UBND huyện Ngọc Hồi | 1.000001 | 31/12/2018 08:00 | not_published    |
no code                      | UBND huyện Ngọc Hồi |          | 05/10/2020 08:00 | no_procedure     |
no receipt                   | UBND huyện Ngọc Hồi | 1.000001 |                  | no_receipt       |
received after the extract   | UBND huyện Ngọc Hồi | 1.000001 | 06/05/2021 08:00 | no_receipt       |
"""
# Received on Monday 05/10/2020 for a procedure of 5 working days: due by law on 12/10. What a restart makes in time, or
# nobody can tell, no moved date makes late.
LATE = """
what                      | promised | ended | asked | completed | slip  | new date | lawful | by promise | moved
on the day                | 12/10    | 12/10 |       |           |       |          | 0      | 0          | 0
two days late             | 12/10    | 14/10 |       |           |       |          | 2      | 2          | 2
padded, late by law only  | 16/10    | 14/10 |       |           |       |          | 2      | 0          | 0
squeezed, late by promise | 09/10    | 12/10 |       |           |       |          | 0      | 3          | 3
moved in time             | 12/10    | 14/10 |       |           | 09/10 | 14/10    | 2      | 2          | 0
moved, missed again       | 12/10    | 20/10 |       |           | 09/10 | 16/10    | 8      | 8          | 4
slip on the due date      | 12/10    | 14/10 |       |           | 12/10 | 16/10    | 2      | 2          | 2
restarted                 | 12/10    | 21/10 | 07/10 | 14/10     |       |          | 0      | 9          | 0
asked, never complete     | 12/10    | 20/10 | 07/10 |           |       |          |        | 8          |
asked, ended before       | 12/10    | 09/10 | 07/10 |           |       |          | 0      | 0          | 0
no promise                |          | 14/10 |       |           |       |          | 2      |            |
"""
CODE = "000.00.43.H34-201005-{:04}"


def _at(day: str, hour: str = "10:00") -> str:
    return f"{day}/2020 {hour}" if day else ""


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> tuple[dict[str, dict], dict]:
    """What was drawn -> its row of case_deadlines; and the unit_deadlines of the late ones' unit."""
    book = Casebook(tmp_path_factory.mktemp("limits") / "book")
    lists: dict[str, list[dict]] = {"office": [], "file": []}
    for row in drawn(PUBLISHED):
        names = {"procedure_code": row["code"], "procedure_name": "thủ tục", "level": row["level"]}
        limit = {"authority": row["authority"], "time_limit": row["limit"]}
        lists[row["list"]].append(names | limit | {"valid_from": row["from"], "valid_to": row["to"]})
    book.reference("published_procedures", lists["office"])
    book.write("danh_muc.csv", "published_procedures", lists["file"])
    cases, slips = [], []
    for number, row in enumerate(drawn(STANDING)):
        made = {"case_id": CODE.format(number), "unit": row["unit"], "procedure_code": row["code"]}
        cases.append(made | {"received_at": row["received"], "due_at_original": "", "status": "4"})
    for number, row in enumerate(drawn(LATE), 100):
        made = {"case_id": CODE.format(number), "unit": "UBND huyện Đăk Hà", "procedure_code": "1.000003"}
        dates = {"received_at": _at("05/10", "08:00"), "due_at_original": _at(row["promised"], "17:00")}
        papers = {"supplement_requested_at": _at(row["asked"]), "supplement_completed_at": _at(row["completed"])}
        cases.append(made | dates | papers | {"finished_at": _at(row["ended"]), "status": "9"})
        if row["slip"]:
            slip = {"slip_date": _at(row["slip"], ""), "new_due_date": _at(row["new date"], "")}
            slips.append({"case_id": CODE.format(number), "has_reason": "bận"} | slip)
    book.cases("ho_so.csv", cases, taken_at="2021-05-05T08:00:00")
    book.write("phieu.csv", "apology_slips", slips)
    with book.tables() as connection:
        found = {row["case_id"]: row for row in rows_of(connection, "select * from case_deadlines")}
        (unit,) = rows_of(connection, "select * from unit_deadlines where unit_code = '615'")
    numbered = [*enumerate(drawn(STANDING)), *enumerate(drawn(LATE), 100)]
    return {row["what"]: found[CODE.format(number)] for number, row in numbered}, unit


@pytest.mark.parametrize("row", drawn(STANDING), ids=lambda row: row["what"].replace(" ", "_"))
def test_the_limit_of_the_unit_on_the_day_of_receipt(told, row) -> None:
    case = told[0][row["what"]]
    assert (case["limit_standing"], case["limit_amount"]) == (row["standing"], int(row["limit"] or 0) or None)
    assert (case["lawful_due_at"] is None) == (row["standing"] != "ok")
    assert case["steps"]


@pytest.mark.parametrize("row", drawn(LATE), ids=lambda row: row["what"].replace(" ", "_"))
def test_lateness_by_three_dates(told, row) -> None:
    case = told[0][row["what"]]
    days = [case[name] for name in ("late_days_lawful", "late_days_promised", "late_days_moved")]
    assert days == [int(row[name]) if row[name] else None for name in ("lawful", "by promise", "moved")]


def test_a_unit_in_figures(told) -> None:
    """Counted from the drawing: what waits for papers or has no promise is in no rate."""
    case, unit = told
    assert case["padded, late by law only"]["promise_difference_days"] == 4
    assert case["moved in time"]["reappointed_at"] == datetime(2020, 10, 14, 17)
    assert case["slip on the due date"]["reappointed_at"] is None
    expected = {"cases": 11, "with_lawful_limit": 11, "restarted": 1, "compared": 8, "padded": 1, "squeezed": 1}
    expected |= {"as_published": 6, "median_padding_days": 4, "judged": 8, "late_by_lawful": 5, "late_by_promised": 6}
    expected |= {"late_by_moved": 4, "late_by_lawful_only": 1, "padded_rate": 1 / 8, "late_by_lawful_rate": 5 / 8}
    assert {name: unit[name] for name in expected} == expected
