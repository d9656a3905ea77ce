"""Two exports in one sheet: headings that come again and say otherwise map the rows below them anew."""

import pytest

from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row

OTHER = [2, 1, 6, 5, 4, 0, 3, 7]  # the applicant where the number stood, the two dates swapped
SOME = [1, 6, 5, 4]  # the required columns only


def _in(order: list[int], *numbers: int, headings: bool = True) -> list[list[str]]:
    rows = [HEADINGS] if headings else []
    return [[row[i] for i in order] for row in rows + [case_row(n) for n in numbers]]


def _told(rows: list[dict]) -> list[tuple]:
    return [
        (row["case_id"][-4:], row["unit"], row["received_at"], row["due_at_original"], row["status"]) for row in rows
    ]


def _case(number: int, status: str | None = "Đã trả kết quả") -> tuple:
    return f"{number:04d}", "UBND xã Đắk Long", "03/06/2020 08:00:00", "10/06/2020 17:00:00", status


NAMES = ["list.csv", "list.xlsx"]


@pytest.mark.parametrize("name", NAMES)
def test_headings_in_another_order_map_the_rows_below_them_anew(tmp_path, name):
    rows = [*_in(range(8), 1, 2), [], *_in(OTHER, 3, 4), *_in(range(8), 5), *_in(OTHER, 6)]
    card, landed = sheets.land(tmp_path, rows, name)
    assert _told(landed) == [_case(n) for n in range(1, 7)]
    assert len({row["applicant_key"] for row in landed}) == 6
    assert (card.rows_read, card.rows_furniture) == (6, 3)
    number = 1 if name == "list.xlsx" else 0  # a blank record has no number
    assert [row["row_number"] for row in landed] == [2, 3, *(n + number for n in (5, 6, 8, 10))]


def test_nobody_passes_the_door_under_the_heading_of_the_first_table(tmp_path):
    _, landed = sheets.land(tmp_path, [*_in([*range(2, 8), 0, 1], 1, 2), *_in(range(8), 3, 4)])
    assert "Người thứ" not in str(landed) and "0905" not in str(landed)
    assert _told(landed) == [_case(n) for n in range(1, 5)]


def test_what_only_one_of_the_tables_has_is_kept_and_otherwise_empty(tmp_path):
    wider = [[*row, end] for row, end in zip(_in(OTHER, 3), ["Ngày có kết quả", "09/06/2020"], strict=True)]
    _, landed = sheets.land(tmp_path, [*_in(range(8), 1), *wider, *_in(SOME, 4)])
    assert _told(landed) == [_case(1), _case(3), _case(4, None)]
    assert [row["finished_at"] for row in landed] == [None, "09/06/2020", None]
    assert landed[2]["applicant_key"] is None


def test_groups_and_sums_keep_their_place_below_other_headings(tmp_path):
    rows = [*_in(range(8), 1), ["Tổng số", "1"], *_in(OTHER), ["Lĩnh vực: Đất đai"], *_in(OTHER, 3, headings=False)]
    rows += [["II", "Hộ tịch"], *_in(OTHER, 4, headings=False), ["Tổng số", "2"], ["Người lập biểu"]]
    card, landed = sheets.land(tmp_path, rows)
    assert [(row["case_id"][-4:], row["group_text"]) for row in landed] == [
        ("0001", None), ("0003", "Lĩnh vực: Đất đai"), ("0004", "Hộ tịch"),
    ]  # fmt: skip
    assert card.rows_furniture == 6


def test_headings_of_two_rows_in_another_order(tmp_path):
    two = [[*HEADINGS[:5], "Thời gian", None, HEADINGS[7]], [None] * 5 + HEADINGS[5:7] + [None]]
    other = [[row[i] for i in OTHER] for row in two]
    other[0][2:4] = ["Thời gian", None]
    _, landed = sheets.land(tmp_path, [*two, case_row(1), *other, *_in(OTHER, 2, 3, headings=False)])
    assert _told(landed) == [_case(n) for n in (1, 2, 3)]


# headings that come again | how many rows land, none where the file stops
AGAIN = [
    ("the same", HEADINGS, 2),
    ("the same in capitals", [heading.upper() for heading in HEADINGS], 2),
    ("some of the same", [None, "Mã hồ sơ", None, None, "Đơn vị", None, None, None], 2),
    ("without a required one", ["Trạng thái", "Mã hồ sơ", "Ngày hẹn trả", None, "Đơn vị"], None),
    ("with an unknown one", [*reversed(HEADINGS), "Cột lạ"], None),
    ("one of them twice", ["Mã hồ sơ", "Ngày hẹn trả", "Ngày tiếp nhận", "Mã hồ sơ"], None),
]


@pytest.mark.parametrize(("_", "again", "rows"), AGAIN, ids=[case[0] for case in AGAIN])
@pytest.mark.parametrize("name", NAMES)
def test_headings_that_cannot_be_mapped_stop_the_file_with_their_row(tmp_path, name, _, again, rows):
    using = sheets.settings(tmp_path)
    path = sheets.write(using.raw / name, [HEADINGS, case_row(1), again, case_row(2)])
    outcome = sheets.ingest(path, using)
    if rows:
        assert [(card.rows_read, card.rows_furniture) for card in outcome.landed] == [(rows, 1)]
        return
    (refusal,) = outcome.refused
    assert (outcome.landed, refusal.file_name, refusal.row) == ([], name, 3)
    assert "3" in refusal.reason_vi and "3" in refusal.reason_en and "Cột lạ" not in str(refusal)


def test_a_fuller_table_below_does_not_take_the_place_of_the_first(tmp_path):
    """Of two rows of headings the one that names more is no better than the one that stands above its cases."""
    wider = [[*row, end] for row, end in zip(_in([*range(8)], 3), ["Ngày có kết quả", "09/06/2020"], strict=True)]
    card, landed = sheets.land(tmp_path, [["DANH SÁCH"], *_in(range(8), 1), *wider])
    assert (card.heading_row, _told(landed)) == (2, [_case(1), _case(3)])
    assert [row["finished_at"] for row in landed] == [None, "09/06/2020"]


def test_a_value_below_no_heading_of_the_second_table_refuses_the_sheet(tmp_path):
    using = sheets.settings(tmp_path)
    rows = [*_in(range(8), 1), *_in(SOME), [*_in(SOME, 2)[1], "bí mật"]]
    (refusal,) = sheets.ingest(sheets.write(using.raw / "list.xlsx", rows), using).refused
    assert refusal.row == 4 and "bí mật" not in str(refusal)
