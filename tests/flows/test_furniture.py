"""What was taken for no data is listed row by row, by its kind and never by its text; lines of sums are no cases."""

import json

import pytest

from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row

NUMBERING = [f"({n})" for n in range(1, 9)]
BLOCK = [[None] * 5 + ["Kon Tum, ngày 05 tháng 5 năm 2021"], ["NGƯỜI LẬP BIỂU", *[None] * 4, "THỦ TRƯỞNG ĐƠN VỊ"]]
BLOCK += [[], [None, "Y Blon", *[None] * 3, "A Thút"], ["Nguyễn Thị Hường"]]
PRINT = [HEADINGS, NUMBERING, ["Lĩnh vực: Đất đai"], case_row(1), HEADINGS, case_row(2), ["Tổng số", "2"], *BLOCK]
KINDS = [
    (2, "numbering", 8), (3, "group", 1), (5, "heading", 8), (7, "total", 2),
    (8, "signature", 1), (9, "signature", 2), (11, "signature", 2), (12, "signature", 1),
]  # fmt: skip


def _furniture(card) -> list[tuple]:
    return [tuple(row.values())[:3] for row in card.furniture]


def test_every_row_that_is_no_data_is_listed_without_its_text(tmp_path):
    card, landed = sheets.land(tmp_path, PRINT)
    assert _furniture(card) == KINDS
    assert len(KINDS) == card.rows_furniture
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "landed").glob("*.json"))
    assert json.loads(written)["landed"][0]["furniture"][0] == {
        "row_number": 2, "furniture_kind": "numbering", "cells_filled": 8, "number_told": None,
    }  # fmt: skip
    assert not [name for name in ("Blon", "Thút", "Hường", "LẬP BIỂU") if name in written]
    assert len(landed) == 2


def test_a_sheet_that_is_all_data_lists_none(tmp_path):
    card, _ = sheets.land(tmp_path, [HEADINGS, case_row(1), [], case_row(2)])
    assert card.furniture == [] and card.rows_furniture == 0


def test_a_group_below_which_cases_stand_is_none_of_the_signatures(tmp_path):
    rows = [HEADINGS, case_row(1), ["Người lập biểu"], ["Hộ tịch"], case_row(2), ["Ghi chú", None, None, "x", "y", "z"]]
    card, _ = sheets.land(tmp_path, rows)
    assert _furniture(card) == [(3, "signature", 1), (4, "group", 1), (6, "note", 4)]


# a line below a table | what it is taken for
SUMS = [
    (["Đúng hạn", "55"], "total"),
    (["Trễ hạn", "5 hồ sơ"], "total"),
    (["Trong đó", "1.250", None, "x", "y"], "total"),
    ([None, "Đúng hạn: 55", "91,7%"], "total"),
    (["Tỷ lệ", "91,7%"], "total"),
    (["Số hồ sơ trễ hạn", None, None, None, None, None, None, "5"], "total"),
    (["Ngày xuất", "05/05/2021 08:00"], "note"),
    (["Người in:", "7"], "signature"),
]


@pytest.mark.parametrize(("line", "kind"), SUMS, ids=[str(case[0][:2]) for case in SUMS])
@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_line_of_sums_is_no_case(tmp_path, name, line, kind):
    card, landed = sheets.land(tmp_path, [HEADINGS, case_row(1), line], name)
    assert [row["row_number"] for row in landed] == [2]
    assert [row["furniture_kind"] for row in card.furniture] == [kind]


# a total | the number of cases that it tells
TOTALS = [
    (["Tổng số", "1"], 1),
    (["Tổng số: 1.250 hồ sơ"], 1250),
    (["Tổng cộng (12)", None, "12"], 12),
    (["Cộng", None, None, "7"], 7),
    (["Tổng số", "3", "2", "1"], None),
    (["Tổng số hồ sơ"], None),
    (["Tổng số", "0912345678"], None),
    (["Đúng hạn", "55"], None),
]


@pytest.mark.parametrize(("line", "number"), TOTALS, ids=[" ".join(filter(None, case[0])) for case in TOTALS])
def test_a_total_tells_one_number_or_none(tmp_path, line, number):
    card, _ = sheets.land(tmp_path, [HEADINGS, case_row(1), line])
    assert [(row["furniture_kind"], row["number_told"]) for row in card.furniture] == [("total", number)]


STATUS_FIRST = [7, *range(7)]
# a case that begins like such a line | the places that are empty in it
CASES = [("with its dates", []), ("with one date", [6]), ("with a code and no date", [5, 6])]


@pytest.mark.parametrize(("_", "empty"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("status", ["Đúng hạn", "Đang xử lý", "Trong đó", "Số hồ sơ"])
def test_a_case_that_begins_like_a_line_of_sums_is_a_case(tmp_path, status, _, empty):
    row = case_row(2, c7=status, **{f"c{place}": None for place in empty})
    rows = [[cells[i] for i in STATUS_FIRST] for cells in (HEADINGS, case_row(1), row)]
    card, landed = sheets.land(tmp_path, rows)
    assert (card.rows_read, card.furniture) == (2, [])
    assert landed[1]["case_id"] == row[1]
