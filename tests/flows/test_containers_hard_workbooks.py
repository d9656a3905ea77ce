"""Workbooks that are damaged, stretched, locked, or written by programs other than those of the tests."""

import itertools
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from flows.common.limits import Limits
from tests.flows import sheets
from tests.flows.container_tools import cells, edit, read, trouble

HEADING = ["Mã hồ sơ", "Ngày tiếp nhận"]
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize(
    ("name", "number"),
    [("merged_error_hidden.xls", "43983.354166667"), ("merged_error_hidden.ods", "43983.3541666667")],
)
def test_what_other_programs_write(name, number):
    first, hidden = read(FIXTURES / name)
    note = ["note", None, None, None]
    assert first.rows[0][:4] == ["Mã", "Ngày", "Giờ", "x"]
    assert [row[:8] for row in first.rows[1:]] == [
        ["A-0", "2020-06-03 08:00:00", "0", "1", *note],
        ["A-0", "2020-06-03 08:01:00", "1.5", "2", *note],
        ["A-0", "2020-06-03 08:02:00", "3", "#DIV/0!", *note],
        ["A-3", "2020-06-03 08:03:00", "4.5", "4", *note],
        ["A-3", "2020-06-03 08:04:00", "6", "5", *note],
        ["A-3", "2020-06-03 08:05:00", "7.5", "6", *note],
    ]
    assert first.rows[1][9] == number and not first.is_hidden
    assert (hidden.name, hidden.rows[2], hidden.is_hidden) == ("Ẩn", [None, "giấu"], True)


def test_an_old_workbook_with_the_other_date_system():
    sheet = read(FIXTURES / "dates_from_1904.xls")[0]
    assert sheet.date_1904 and sheet.container == "xls (BIFF)"
    assert [row[1] for row in sheet.rows[1:3]] == ["2020-06-03 08:00:00", "2020-06-03 08:01:00"]


def test_a_stray_cell_far_away_costs_no_memory(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "far.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADING)
        page.write(1_048_575, 16_383, "x")
    (sheet,) = read(tmp_path / "far.xlsx")
    assert "far" in sheet.en and "x" not in sheet.en.split()


@pytest.mark.parametrize("says", [b'<dimension ref="A1"/>', b""], ids=["one cell", "nothing"])
def test_a_sheet_that_says_wrong_how_far_it_goes(tmp_path, says):
    path = sheets.write_xlsx(tmp_path / "modest.xlsx", [HEADING, ["A-1", "x"]])
    edit(path, b'<dimension ref="A1:B2"/>', says)
    assert cells(path) == [HEADING, ["A-1", "x"]]
    with xlsxwriter.Workbook(tmp_path / "far.xlsx") as book:
        book.add_worksheet().write(1_048_575, 16_383, "x")
        book.worksheets()[0].write(0, 0, "x")
    edit(tmp_path / "far.xlsx", b'<dimension ref="A1:XFD1048576"/>', says)
    (sheet,) = read(tmp_path / "far.xlsx")
    assert "far" in sheet.en


def test_cells_that_are_only_coloured_do_not_count(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "coloured.xlsx") as book:
        page, colour = book.add_worksheet(), book.add_format({"bg_color": "yellow"})
        page.write_row(0, 0, HEADING)
        page.write_blank(1_048_575, 16_383, None, colour)
    assert cells(tmp_path / "coloured.xlsx") == [HEADING]


def test_too_wide_a_sheet_is_told(tmp_path):
    path = sheets.write_xlsx(tmp_path / "wide.xlsx", [["x"] * 21], [["y"]])
    wide, other = read(path, Limits(columns=20))
    assert "21" in wide.en and wide.name == "Sheet1" and other.rows == [["y"]]


def test_one_broken_sheet_does_not_keep_the_others_back(tmp_path):
    path = sheets.write_xlsx(tmp_path / "broken.xlsx", [HEADING, ["A-1", "x"]], [["y"]], names=["hỏng", "lành"])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part[: len(part) // 2] if "sheet1.xml" in name else part)
    broken, sound = read(path)
    assert (broken.name, sound.name, sound.rows) == ("hỏng", "lành", [["y"]])


def test_numbers_with_blanks_around_are_numbers(tmp_path):
    path = sheets.write_xlsx(tmp_path / "padded.xlsx", [HEADING, ["A-1", 43985], ["A-2", 2.5]], [["x"], ["y"]])
    edit(path, b'<c r="B2"><v>43985</v>', b'<c r="B2" t="n"><v> 43985</v>')
    edit(path, b'<c r="B3"><v>2.5</v>', b'<c r="B3" t="n"><v>2.5\n</v>')
    padded, other = read(path)
    assert padded.rows == [HEADING, ["A-1", "43985"], ["A-2", "2.5"]]
    assert other.rows == [["x"], ["y"]]


def test_an_empty_workbook_is_told(tmp_path):
    assert "empty" in trouble(sheets.write_xlsx(tmp_path / "empty.xlsx", [])).en


def test_a_password_is_told():
    assert "password" in trouble(FIXTURES / "password.xls").en


@pytest.mark.parametrize(("stream", "word"), [("EncryptedPackage", "password"), ("WordDocument", "Word")])
def test_what_a_compound_file_holds_is_told(tmp_path, stream, word):
    old = b"W\0o\0r\0k\0b\0o\0o\0k\0".ljust(64, b"\0") + b"\x12\0"
    content = (FIXTURES / "merged_error_hidden.xls").read_bytes()
    new = stream.encode("utf-16-le")
    assert content.count(old) == 1
    path = tmp_path / "other.xls"
    path.write_bytes(content.replace(old, new.ljust(64, b"\0") + (len(new) + 2).to_bytes(2, "little")))
    assert word in trouble(path).en


def test_every_way_of_cutting_an_old_workbook_is_told_or_read(tmp_path):
    content = (FIXTURES / "merged_error_hidden.xls").read_bytes()
    for length, fill in itertools.product(range(8, len(content), 389), (b"", b"\xff" * 600)):
        path = tmp_path / "cut.xls"
        path.write_bytes(content[:length] + fill)
        try:
            read(path)
        except Exception as told:
            assert type(told).__name__ == "UnreadableFile"
