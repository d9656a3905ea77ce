"""A slip or request finds its case however its code is written; rows of one case that disagree are counted."""

import pytest

from tests.casebook import Casebook, drawn, rows_of

LATE = {
    "received_at": "03/06/2020",
    "due_at_original": "10/06/2020",
    "due_at": "17/06/2020",
    "finished_at": "12/06/2020",
    "unit": "Huyện Ngọc Hồi",
}
NAMED = """
case                      | named                     | found
000.00.43.H34-200603-0001 | 000.00.43.H34-200603-1    | yes
000.00.43.H34-200603-0001 | H34.43-200603-01          | yes
000.00.43.H34-200603-0001 | 000.00.43.H34-200603-0001 | yes
000.00.43.H34-200603-0001 | H34.43-200603-10001       | no
H34.43-200603-10001       | H34.43-200603-0001        | no
H34.43-200603-10001       | H34.43-200603-10001       | yes
000.00.43.H34-200603-0001 | 000.00.43.H34-200603-10   | no
000.00.43.H34-200603-0001 | 000.00.43.H34-200604-1    | no
000.00.43.H34-200603-0001 | -1                        | no
"""


@pytest.mark.parametrize("line", drawn(NAMED), ids=lambda line: line["named"])
def test_a_slip_and_a_request_find_their_case(tmp_path, line) -> None:
    book = Casebook(tmp_path / "book")
    book.cases("611.csv", [{"case_id": line["case"]} | LATE], sender="611")
    slip = {"slip_date": "09/06/2020", "new_due_date": "17/06/2020", "has_reason": "bận"}
    book.write("phieu.csv", "apology_slips", [{"case_id": line["named"]} | slip])
    book.write("yeu_cau.csv", "supplement_requests", [{"case_id": line["named"], "requested_at": "20/06/2020"}])
    with book.audit() as connection:
        (case,) = rows_of(connection, "select slips from cases")
        (slip,) = rows_of(connection, "select case_id from apology_slips")
        requests = rows_of(connection, "select case_id from case_supplements where case_id is not null")
    assert case["slips"] == (line["found"] == "yes")
    assert slip["case_id"] == (line["case"] if line["found"] == "yes" else None)
    assert len(requests) == (line["found"] == "yes")


def test_rows_that_disagree_are_counted_in_their_extract(tmp_path) -> None:
    book = Casebook(tmp_path / "book")
    log = [{"case_id": "A-1", "status": status} | LATE for status in ("Đang xử lý", "Đã xử lý xong", "Đã trả kết quả")]
    same = [{"case_id": "A-2", "status": "Đang xử lý"} | LATE] * 2
    book.cases("log.csv", [*log, *same, {"case_id": "A-3", "status": "Đang xử lý"} | LATE], sender="611")
    with book.audit() as connection:
        (extract,) = rows_of(connection, "select rows_read, rows_disagreeing from extracts")
        (last,) = rows_of(connection, "select status_as_written from cases where case_id = 'A-1'")
    assert extract == {"rows_read": 6, "rows_disagreeing": 3}
    assert last == {"status_as_written": "Đã trả kết quả"}
