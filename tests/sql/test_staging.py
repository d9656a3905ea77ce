"""What is read, what is listed as unusable, and where."""

from datetime import datetime

import duckdb
import pytest

from tests.casebook import Casebook, drawn, rows_of
from tests.sql.direct import built

DATES = """
order | written                   | read as
dmy   | 03/06/2020                | 2020-06-03 00:00:00
dmy   | 3/6/2020                  | 2020-06-03 00:00:00
dmy   | 03-06-2020                | 2020-06-03 00:00:00
dmy   | 10-6-2020                 | 2020-06-10 00:00:00
dmy   | 3-06-2020 08:05           | 2020-06-03 08:05:00
dmy   | 03.06.2020                | 2020-06-03 00:00:00
dmy   | 03/06/2020 08:05          | 2020-06-03 08:05:00
dmy   | 03/06/2020 08:05:09       | 2020-06-03 08:05:09
dmy   | 08:05 03/06/2020          | 2020-06-03 08:05:00
dmy   | 08:05:09 03/06/2020       | 2020-06-03 08:05:09
dmy   | 2020-06-03                | 2020-06-03 00:00:00
dmy   | 2020-06-03 08:05:09       | 2020-06-03 08:05:09
dmy   | 2020-06-03T08:05:09+07:00 | 2020-06-03 08:05:09
dmy   | 29/02/2020                | 2020-02-29 00:00:00
dmy   | 29/02/2021                |
dmy   | 31/06/2020                |
dmy   | 06/13/2020                |
dmy   | 03/06/20                  | 2020-06-03 00:00:00
dmy   | 03/06/20 8:05             | 2020-06-03 08:05:00
dmy   | 31/12/09                  |
dmy   | 03/06/40                  |
dmy   | 20/06/03                  |
dmy   | 03/06/020                 |
dmy   | 03/06/1989                |
dmy   | 03/06/2202                |
dmy   | 03/06/2020 25:00          |
dmy   | 03/06/2020 8h30           | 2020-06-03 08:30:00
dmy   | 03/06/2020 08 giờ 30      | 2020-06-03 08:30:00
dmy   | 08 giờ 30 phút, ngày 03 tháng 6 năm 2020 | 2020-06-03 08:30:00
dmy   | ngày 05 tháng 10 năm 2020 | 2020-10-05 00:00:00
mdy   | ngày 05 tháng 10 năm 2020 | 2020-10-05 00:00:00
dmy   | 5 thg 10, 2020            | 2020-10-05 00:00:00
dmy   | Thứ Hai, 05/10/2020       | 2020-10-05 00:00:00
dmy   | Thứ 2 ngày 05/10/2020     | 2020-10-05 00:00:00
dmy   | T2, 05/10/2020 8g         | 2020-10-05 08:00:00
dmy   | THU HAI 05/10/2020 17:00  | 2020-10-05 17:00:00
dmy   | Chủ nhật, 04/10/2020      | 2020-10-04 00:00:00
dmy   | 05/10/2020 (thứ hai)      | 2020-10-05 00:00:00
dmy   | Thứ Ba, 05/10/2020        |
mdy   | Thứ Hai, 05/10/2020       |
dmy   | 2020/06/03 08:05          | 2020-06-03 08:05:00
dmy   | 2020/06/03 08:05:09.250   | 2020-06-03 08:05:09.250000
dmy   | 03/06/2020 08:05:09.5     | 2020-06-03 08:05:09.500000
dmy   | 03/06/2020 08:05:09,25    | 2020-06-03 08:05:09.250000
dmy   | 03/06/2020 23:59:59.9999999 | 2020-06-03 23:59:59.999999
dmy   | 43985.9999999             | 2020-06-03 23:59:59
dmy   | 03/06/2020 00:00          | 2020-06-03 00:00:00
dmy   | 03/06/2020 24:00          | 2020-06-03 23:59:59
dmy   | 2020-06-03T24:00:00       | 2020-06-03 23:59:59
dmy   | 03/06/2020 24:01          |
dmy   | 03/06/2020 08:60          |
dmy   | 03/06/2020 08:05          | 2020-06-03 08:05:00
dmy   | 03/06/2020 08:05          | 2020-06-03 08:05:00
dmy   | ​03/06/2020               | 2020-06-03 00:00:00
dmy   | 2020-06-03 08:05 PM       | 2020-06-03 20:05:00
dmy   | 2020-06-03 08:05:09 CH    | 2020-06-03 20:05:09
dmy   | 2020-06-03 12:05 SA       | 2020-06-03 00:05:00
dmy   | 2020-06-03 13:05 CH       |
dmy   | 03/06/2020 00:05 CH       |
dmy   | 03/06/2020 17:00 gia hạn  |
dmy   | 03/06/2020 hoặc 04/06/2020 |
dmy   | 03/06-2020                |
dmy   | 2020-06-03T01:05Z         | 2020-06-03 08:05:00
dmy   | 2020-06-03T08:05+07       | 2020-06-03 08:05:00
dmy   | 2020-06-03T20:05-0500     | 2020-06-04 08:05:00
dmy   | 2020-06-02 17:00:00Z      | 2020-06-03 00:00:00
dmy   | 03/06/2020 01:05 UTC      | 2020-06-03 08:05:00
dmy   | 03/06/2020 08:05 GMT+7    | 2020-06-03 08:05:00
dmy   | 2020-06-03T08:05:09+15:00 |
dmy   | 43985                     | 2020-06-03 00:00:00
dmy   | 43985.336910              | 2020-06-03 08:05:09
dmy   | 43985,5                   | 2020-06-03 12:00:00
dmy   | 03/06/2020 08:05:09 SA    | 2020-06-03 08:05:09
dmy   | 03/06/2020 08:05:09 CH    | 2020-06-03 20:05:09
dmy   | 2020-06-03T01:05:09Z      | 2020-06-03 08:05:09
dmy   | 2020-06-02T20:05:09-05:00 | 2020-06-03 08:05:09
dmy   | 2020-06-03T08:05:09+0700  | 2020-06-03 08:05:09
dmy   | 1591146309000             | 2020-06-03 08:05:09
dmy   | 20200603080509            | 2020-06-03 08:05:09
dmy   | 99999999                  |
dmy   | 06/2020                   |
dmy   | chưa hẹn                  |
dmy   | 2020-13-01                |
mdy   | 06/03/2020                | 2020-06-03 00:00:00
mdy   | 06/13/2020                | 2020-06-13 00:00:00
mdy   | 06/03/2020 08:05:09 PM    | 2020-06-03 20:05:09
mdy   | 06/03/2020 12:05:09 AM    | 2020-06-03 00:05:09
mdy   | 06/03/2020 20:05          | 2020-06-03 20:05:00
mdy   | 13/06/2020                |
mdy   | 06/03/2020 13:05:09 PM    |
ymd   | 2020/06/03                | 2020-06-03 00:00:00
ymd   | 20200603                  | 2020-06-03 00:00:00
ymd   | 20200603080509            | 2020-06-03 08:05:09
ymd   | 2020-06-03 08:05          | 2020-06-03 08:05:00
ymd   | 03/06/2020                |
ymd   | 20201306                  |
"""

UNUSABLE = """
field                   | written               | as written            | reason
received_at             | 31/06/2020            | 31/06/2020            | unreadable_date
submitted_at            | hôm qua               | hôm qua               | unreadable_date
due_at_original         | chưa hẹn              | chưa hẹn              | unreadable_date
due_at                  | 03/06/2               | 03/06/2               | unreadable_date
supplement_requested_at | 32/01/2020            | 32/01/2020            | unreadable_date
supplement_completed_at | x                     | x                     | unreadable_date
finished_at             | 0/0/0                 | 0/0/0                 | unreadable_date
returned_at             | 2020-02-30            | 2020-02-30            | unreadable_date
status                  | Đã gửi lên trăng      | Đã gửi lên …          | unmapped_status
channel                 | Chim bồ câu           | Chim …                | unmapped_channel
unit                    | Xã Không Có           | ***                   | unresolved_unit
case_id                 |                       |                       | no_case_code
status                  | 0900 000 123          | ***                   | unmapped_status
status                  | 031000000456          | ***                   | unmapped_status
channel                 | mau@vi-du.vn          | ***                   | unmapped_channel
returned_at             | 0900000123            | ***                   | unreadable_date
received_at             | +84 900 000 123       | ***                   | unreadable_date
"""
MANY = 100  # sound rows at the end: a column in which many values look personal would stop the file
TELEPHONES = ("gọi 0900000123 nhé", "SĐT: 0900000123", "0900-000-123", "0900000123.", "(0900) 000 123")
LIKE_DATES = ("09.00.000.123", "03/06/2020 gọi 0900000123", "2020-06-03, 0900 000 123")
SOUND = {
    "received_at": "03/06/2020",
    "due_at_original": "10/06/2020",
    "due_at": "",
    "submitted_at": "",
    "supplement_requested_at": "",
    "supplement_completed_at": "",
    "finished_at": "08/06/2020",
    "returned_at": "09/06/2020",
    "procedure_code": "1.000001",
    "status": "10",
    "channel": "Trực tiếp",
    "unit": "",
}


@pytest.fixture(scope="module")
def staged(tmp_path_factory) -> duckdb.DuckDBPyConnection:
    """unusable.csv: a sound row, a row for each line of UNUSABLE, TELEPHONES and LIKE_DATES, then MANY sound ones."""
    book = Casebook(tmp_path_factory.mktemp("unusable") / "book")
    rows = [{"case_id": "C-0"} | SOUND]
    for number, line in enumerate(drawn(UNUSABLE), start=1):
        rows.append({"case_id": f"C-{number}"} | SOUND | {line["field"]: line["written"]})
    rows += [
        {"case_id": f"P-{number}"} | SOUND | {"status": text} for number, text in enumerate(TELEPHONES + LIKE_DATES)
    ]
    rows += [{"case_id": f"S-{number}"} | SOUND for number in range(MANY)]
    book.cases("unusable.csv", rows, sender="611")
    with book.tables() as connection:
        yield connection


@pytest.fixture(scope="module")
def dates(tmp_path_factory) -> dict[tuple[str, str], tuple[datetime | None, list]]:
    """(order, written) -> the time read and what was listed as unusable."""
    book = Casebook(tmp_path_factory.mktemp("dates") / "book")
    lines = drawn(DATES)
    extracts = [{"extract_id": order, "date_order": order} for order in ("dmy", "mdy", "ymd")]
    rows = [
        {"extract_id": line["order"], "row_number": number, "case_id": f"C-{number}", "finished_at": line["written"]}
        for number, line in enumerate(lines)
    ]
    with built(book.settings(), extracts, rows, ("staging",)) as connection:
        read = dict(connection.execute("select row_number, finished_at from stg_cases").fetchall())
        listed = rows_of(connection, "select * from stg_rejects where column_name = 'finished_at'")
    return {
        (line["order"], line["written"]): (read[number], [r["as_written"] for r in listed if r["row_number"] == number])
        for number, line in enumerate(lines)
    }


@pytest.mark.parametrize("line", drawn(DATES), ids=lambda line: f"{line['order']}-{line['written']}".replace(" ", "_"))
def test_a_date_is_read_or_listed(dates, line) -> None:
    read, listed = dates[line["order"], line["written"]]
    if line["read as"]:
        assert (read, listed) == (datetime.fromisoformat(line["read as"]), [])
    else:
        assert (read, listed) == (None, [line["written"]])


@pytest.mark.parametrize("number", range(1, len(drawn(UNUSABLE)) + 1), ids=lambda n: drawn(UNUSABLE)[n - 1]["written"])
def test_what_could_not_be_used_is_listed_with_its_place(staged, number) -> None:
    """The headings are row 1 and the sound case row 2, so the first unusable one is row 3."""
    line = drawn(UNUSABLE)[number - 1]
    query = 'select file_name, "column", as_written, reason from rejects where row_number = ?'
    expected = {"column": line["field"], "as_written": line["as written"] or None, "reason": line["reason"]}
    assert rows_of(staged, query, [number + 2]) == [{"file_name": "unusable.csv"} | expected]


def test_a_sound_row_is_not_listed(staged) -> None:
    assert rows_of(staged, "select * from rejects where row_number = 2") == []


def test_an_unusable_value_loses_no_row(staged) -> None:
    read = staged.execute("select rows_read, rows_landed, rows_staged, rows_rejected from extracts").fetchall()
    cases = staged.execute("select count(*) from cases").fetchall()
    rows = 1 + len(drawn(UNUSABLE)) + len(TELEPHONES + LIKE_DATES) + MANY
    assert (read, cases) == ([(rows, rows, rows, 0)], [(rows,)])


@pytest.mark.parametrize("text", [*TELEPHONES, *LIKE_DATES])
def test_a_telephone_number_inside_a_text_is_masked(staged, text) -> None:
    code = f"P-{(TELEPHONES + LIKE_DATES).index(text)}"
    query = "select as_written from rejects join stg_cases using (extract_id, row_number) where case_code = ?"
    assert "000123" not in "".join(sign for sign in staged.execute(query, [code]).fetchall()[0][0] if sign.isdigit())


def test_a_telephone_number_is_masked_in_the_mart_as_well(staged) -> None:
    shown = staged.execute("select distinct status_as_written from cases").fetchall()
    assert not {("0900 000 123",), ("031000000456",)} & set(shown)
