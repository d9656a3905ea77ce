"""Workbooks: every cell comes out as text, at its own row, whichever program wrote it."""

import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.flows import sheets
from tests.flows.container_tools import cells, edit, only, read

HEADING = ["Mã hồ sơ", "Ngày tiếp nhận"]

# written | as text
CELLS = [
    (datetime(2020, 6, 3, 8, 30, 15), "2020-06-03 08:30:15"),
    (datetime(2020, 6, 3, 23, 59, 59), "2020-06-03 23:59:59"),
    (datetime(2020, 6, 3), "2020-06-03"),
    (date(2020, 6, 3), "2020-06-03"),
    ("03/06/2020 08:30:00", "03/06/2020 08:30:00"),
    ("2020-06-03 00:00:00.5", "2020-06-03 00:00:00.5"),
    (12, "12"),
    (0, "0"),
    (2.5, "2.5"),
    (0.1 + 0.2, "0.3"),
    (43983.354166667, "43983.354166667"),
    (905123456, "905123456"),
    ("0905123456", "0905123456"),
    (True, "true"),
    ("=1+1", "=1+1"),
    ("  Đăk Glei  ", "  Đăk Glei  "),
    ("hai\ndòng", "hai\ndòng"),
    (None, None),
]


@pytest.mark.parametrize(("written", "text"), CELLS, ids=[repr(case[0]) for case in CELLS])
def test_a_cell_of_a_workbook_comes_out_as_text(tmp_path, written, text):
    path = sheets.write_xlsx(tmp_path / "cells.xlsx", [HEADING, ["x", written], ["y", "z"]])
    assert cells(path) == [HEADING, ["x", text], ["y", "z"]]


def test_a_column_of_mixed_types_keeps_every_cell(tmp_path):
    column = [cell for cell, _ in CELLS]
    path = sheets.write_xlsx(tmp_path / "mixed.xlsx", [HEADING, *[["x", cell] for cell in column]])
    assert [row[1] for row in cells(path)[1:]] == [text for _, text in CELLS]


ERRORS = ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"]


def test_an_error_is_no_empty_cell(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "errors.xlsx") as book:
        page = book.add_worksheet()
        for row, error in enumerate(ERRORS):
            page.write_formula(row + 2, 3, "=1/0", None, error)
            page.write_string(row + 2, 4, "x")
    rows = cells(tmp_path / "errors.xlsx")
    assert [row[3:] for row in rows] == [[None, None]] * 2 + [[error, "x"] for error in ERRORS]


def test_a_formula_comes_out_as_its_value_and_one_that_was_never_computed_says_so(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "formulas.xlsx") as book:
        page = book.add_worksheet()
        page.write_formula("A1", '="a"&"b"', None, "ab")
        page.write_formula("A2", "=1+1", None, 2)
    assert cells(tmp_path / "formulas.xlsx") == [["ab"], ["2"]]
    book = openpyxl.Workbook()  # it writes formulas without a value
    for row in (["A-1", "=A1"], ["A-2", "x"], ["=B1", None]):
        book.active.append(row)
    book.save(tmp_path / "never.xlsx")
    assert cells(tmp_path / "never.xlsx") == [["A-1", "#FORMULA"], ["A-2", "x"], ["#FORMULA", None]]


def test_a_formula_whose_text_is_empty_is_an_empty_cell(tmp_path):
    path = sheets.write_xlsx(tmp_path / "empty_text.xlsx", [HEADING, ["A-1", "x"]])
    edit(path, b'<c r="B2"', b'<c r="C2" t="str"><f>""</f><v></v></c><c r="D2" t="n"><f>B1</f></c><c r="B2"')
    assert cells(path)[1] in (["A-1", "x", "", "#FORMULA"], ["A-1", "x", None, "#FORMULA"])


def test_hours_are_hours(tmp_path):
    book = openpyxl.Workbook()
    for value in (time(8, 30), timedelta(hours=30, minutes=5), datetime(2020, 6, 3)):
        book.active.append([value])
    book.save(tmp_path / "hours.xlsx")
    assert cells(tmp_path / "hours.xlsx") == [["08:30:00"], ["30:05:00"], ["2020-06-03"]]


def test_both_date_systems(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([datetime(2020, 6, 3, 8, 30), date(2020, 6, 3), 42521.5])
    for name, epoch in (("from_1900.xlsx", book.epoch), ("from_1904.xlsx", CALENDAR_MAC_1904)):
        book.epoch = epoch
        book.save(tmp_path / name)
        sheet = only(tmp_path / name)
        assert sheet.rows == [["2020-06-03 08:30:00", "2020-06-03", "42521.5"]]
        assert sheet.date_1904 is (epoch is CALENDAR_MAC_1904)


EXTENSION = b"""<extLst><ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}"
 xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">
<x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>"""


@pytest.mark.parametrize("is_1904", [True, False])
def test_a_modern_excel_says_more_of_a_workbook_without_moving_its_dates(tmp_path, is_1904):
    """Excel writes the second `workbookPr` into every workbook that it saves."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904 if is_1904 else book.epoch
    book.active.append([datetime(2020, 6, 3, 8, 30), date(2020, 6, 3)])
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(tmp_path / "saved.xlsx", "w") as saved:
        for part in plain.namelist():
            content = plain.read(part)
            assert part != "xl/workbook.xml" or content.count(b"</workbook>") == 1
            saved.writestr(part, content.replace(b"</workbook>", EXTENSION) if "workbook.xml" in part else content)
    sheet = only(tmp_path / "saved.xlsx")
    assert (sheet.rows, sheet.date_1904) == ([["2020-06-03 08:30:00", "2020-06-03"]], is_1904)


def test_signs_that_a_writer_escapes(tmp_path):
    path = sheets.write_xlsx(tmp_path / "escaped.xlsx", [["hai_x000D_\ndòng"]])
    assert cells(path) == [["hai\ndòng"]]


def test_leading_empty_rows_and_columns_keep_every_place(tmp_path):
    path = sheets.write_xlsx(tmp_path / "low.xlsx", [[], [], [None, None, *HEADING], [], [None, None, "A-1", "x"]])
    nothing = [None] * 4
    assert cells(path) == [nothing, nothing, [None, None, *HEADING], nothing, [None, None, "A-1", "x"]]


def test_empty_rows_and_columns_at_the_end_are_no_part_of_the_table(tmp_path):
    path = sheets.write_xlsx(tmp_path / "wide.xlsx", [HEADING, ["A-1", "x", "", ""], ["", ""], [""] * 9])
    assert cells(path) == [HEADING, ["A-1", "x"]]


def test_every_sheet_is_read_hidden_ones_too_and_empty_ones_left_out(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Quý II"
    for name, state in (("Trống", "visible"), ("Ẩn", "hidden"), ("Rất ẩn", "veryHidden")):
        book.create_sheet(name).sheet_state = state
    for name in ("Quý II", "Ẩn", "Rất ẩn"):
        book[name].append([name, "x"])
    book["Quý II"].append(["lọc", "x"])
    book["Quý II"].row_dimensions[2].hidden = True
    book.save(tmp_path / "many.xlsx")
    found = [(sheet.name, sheet.rows, sheet.is_hidden) for sheet in read(tmp_path / "many.xlsx")]
    assert found == [
        ("Quý II", [["Quý II", "x"], ["lọc", "x"]], False),
        ("Ẩn", [["Ẩn", "x"]], True),
        ("Rất ẩn", [["Rất ẩn", "x"]], True),
    ]


# drawn, with the ranges that are merged | read
MERGES = {
    "a case over three rows": (
        [["Mã", "Giấy tờ"], ["A-1", "đơn"], [None, "bản vẽ"], [None, "tờ khai"], ["A-2", "đơn"]],
        ["A2:A4"],
        [["Mã", "Giấy tờ"], ["A-1", "đơn"], ["A-1", "bản vẽ"], ["A-1", "tờ khai"], ["A-2", "đơn"]],
    ),
    "a row with nothing of its own stays empty": (
        [["Mã", "Ngày"], ["A-1", "x"], [None, None], ["A-2", "y"]],
        ["A2:A3", "B2:B3"],
        [["Mã", "Ngày"], ["A-1", "x"], [None, None], ["A-2", "y"]],
    ),
    "beside each other": (
        [["UBND TỈNH", None, None], ["Mã", "Ngày", "z"], ["A-1", None, "z"]],
        ["A1:C1", "A3:B3"],
        [["UBND TỈNH", None, None], ["Mã", "Ngày", "z"], ["A-1", None, "z"]],
    ),
}


@pytest.mark.parametrize("case", MERGES.values(), ids=MERGES)
def test_a_merged_cell_says_its_value_in_every_row(tmp_path, case):
    drawn, merges, expected = case
    book = openpyxl.Workbook()
    for row in drawn:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    book.save(tmp_path / "merged.xlsx")
    sheet = only(tmp_path / "merged.xlsx")
    assert sheet.rows == expected
    assert sheet.head == drawn  # headings are recognised by how they are merged


def test_the_head_shows_the_first_rows_as_they_are_scanned(tmp_path):
    rows = [HEADING, *[[f"A-{n}", str(n)] for n in range(100)]]
    for path in (sheets.write(tmp_path / "long.xlsx", rows), sheets.write(tmp_path / "long.csv", rows)):
        sheet = only(path)
        assert sheet.head == rows[:60] and sheet.rows == rows
