"""Of the reason on a slip only its class passes the door, by the office's own list of phrases."""

import pytest

from tests.casebook import Casebook, drawn, rows_of

SLIP = {"slip_date": "09/06/2020", "new_due_date": "17/06/2020"}
REASONS = """
reason                                       | class
Thiếu người                                  | short_of_staff
do THIEU NGUOI, ông Nguyễn Văn An nghỉ phép  | short_of_staff
Chờ cơ quan thuế                             | other_agency
Lỗi hệ thống                                 | system_fault
người dân bổ sung giấy tờ                    | applicant_supplement
cho thuê đất                                 | other
thiếu ngườig                                 | other
Nguyễn Văn An 0905123456                     | other
short_of_staff                               | other
-                                            |
                                             |
"""


def _told(book: Casebook) -> list[dict]:
    rows = [SLIP | {"case_id": f"A-{n}", "has_reason": row["reason"]} for n, row in enumerate(drawn(REASONS))]
    book.write("phieu.csv", "apology_slips", rows)
    with book.tables() as connection:
        return rows_of(connection, "select has_reason, reason_class from apology_slips order by row_number")


def test_a_reason_becomes_the_first_class_that_fits(tmp_path) -> None:
    book = Casebook(tmp_path / "book")
    told = _told(book)
    assert [one["reason_class"] or "" for one in told] == [row["class"] for row in drawn(REASONS)]
    assert [one["has_reason"] for one in told] == [row["class"] != "" for row in drawn(REASONS)]
    landed = b"".join(path.read_bytes() for path in (tmp_path / "book" / "landed").iterdir())
    assert "Nguyễn".encode() not in landed and b"0905123456" not in landed


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "'; drop table x; --", ""])
def test_a_class_that_is_no_id_lets_nothing_pass(tmp_path, name) -> None:
    book = Casebook(tmp_path / "book")
    book.reference("slip_reasons", [{"phrase": "thiếu người", "reason_class": name}])
    assert {one["reason_class"] for one in _told(book)} == {"other", None}


def test_without_a_list_a_reason_is_only_there_or_not(tmp_path) -> None:
    book = Casebook(tmp_path / "book")
    (book.references / "slip_reasons.csv").unlink()
    assert {one["reason_class"] for one in _told(book)} == {"other", None}
