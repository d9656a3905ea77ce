"""Containers: every cell comes out as text, at its own row, and what cannot be opened is told in one sentence."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from flows.readers import UnreadableFile, is_extract, open_sheets
from tests.flows import sheets

HEADING = ["Mã hồ sơ", "Ngày tiếp nhận"]


def _cells(path: Path, width: int = 2) -> list[list[str | None]]:
    """The cells of the only sheet, cut to the columns that were written; the spare ones must be empty."""
    (table,) = sheets.read(path)
    assert not any(cell for row in table for cell in row[width:])
    return [row[:width] for row in table]


def _trouble(path: Path) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as told:
        sheets.read(path)
    assert told.value.vi and told.value.en
    return told.value


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
    assert _cells(path) == [HEADING, ["x", text], ["y", "z"]]


def test_a_column_of_mixed_types_keeps_every_cell(tmp_path):
    column = [cell for cell, _ in CELLS]
    path = sheets.write_xlsx(tmp_path / "mixed.xlsx", [HEADING, *[["x", cell] for cell in column]])
    assert [row[1] for row in _cells(path)[1:]] == [text for _, text in CELLS]


def test_a_formula_comes_out_as_its_last_value_and_an_error_does_not_stop_the_reading(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADING)
    book.active.append(["A-1", "#N/A"])
    book.active["B2"].data_type = "e"
    book.active.append(["A-2", "03/06/2020"])
    book.save(tmp_path / "errors.xlsx")
    rows = _cells(tmp_path / "errors.xlsx")
    assert [row[0] for row in rows] == ["Mã hồ sơ", "A-1", "A-2"]
    assert rows[2][1] == "03/06/2020"


def test_leading_empty_rows_keep_the_numbers_of_the_rows_below(tmp_path):
    path = sheets.write_xlsx(tmp_path / "low.xlsx", [[], [], [], HEADING, [], ["A-1", "x"]])
    assert _cells(path) == [[None, None]] * 3 + [HEADING, [None, None], ["A-1", "x"]]


def test_leading_empty_columns_keep_the_places_of_the_columns(tmp_path):
    path = sheets.write_xlsx(tmp_path / "right.xlsx", [[None, None, *HEADING], [None, None, "A-1", "x"]])
    assert _cells(path, 4) == [[None, None, *HEADING], [None, None, "A-1", "x"]]


def test_every_sheet_is_read_hidden_ones_too_and_empty_ones_left_out(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Quý II"
    for name, state in (("Trống", "visible"), ("Ẩn", "hidden"), ("Rất ẩn", "veryHidden")):
        book.create_sheet(name).sheet_state = state
    for name in ("Quý II", "Ẩn", "Rất ẩn"):
        book[name].append([name, "x"])
    book.save(tmp_path / "many.xlsx")
    with duckdb.connect() as connection:
        found = [(sheet.name, sheet.head[0][0]) for sheet in open_sheets(tmp_path / "many.xlsx", connection)]
    assert found == [("Quý II", "Quý II"), ("Ẩn", "Ẩn"), ("Rất ẩn", "Rất ẩn")]


def test_the_head_shows_the_first_rows_as_they_are_scanned(tmp_path):
    rows = [HEADING, *[[f"A-{n}", str(n)] for n in range(100)]]
    for path in (sheets.write(tmp_path / "long.xlsx", rows), sheets.write(tmp_path / "long.csv", rows)):
        with duckdb.connect() as connection:
            sheet = sheets.open_first(path, connection)
            assert sheet.head == rows[: len(sheet.head)] and len(sheet.head) == 60
            assert len(sheets.scanned(sheet)) == 101


AWKWARD = [HEADING, ["A-1", "một, hai; ba\tbốn"], ["A-2", 'ngoặc "kép"'], ["A-3", "hai\ndòng"], ["A-4", "Đắk"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_text_files_give_every_cell_whatever_cuts_them(tmp_path, delimiter, encoding):
    path = sheets.write_csv(tmp_path / "awkward.csv", AWKWARD, delimiter=delimiter, encoding=encoding)
    assert _cells(path) == AWKWARD


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_text_as_excel_saves_unicode(tmp_path, encoding):
    path = sheets.write_csv(tmp_path / "unicode.txt", AWKWARD, delimiter="\t", encoding=encoding)
    if encoding == "utf-16-be":
        path.write_bytes(b"\xfe\xff" + path.read_bytes())
    assert _cells(path) == AWKWARD


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not ended"])
def test_line_endings(tmp_path, ending, last):
    text = ending.join(["Mã hồ sơ,Ngày tiếp nhận", "A-1,x", "A-2,y"]) + (ending if last else "")
    (tmp_path / "ends.csv").write_bytes(text.encode())
    assert _cells(tmp_path / "ends.csv") == [HEADING, ["A-1", "x"], ["A-2", "y"]]


def test_blank_lines_are_not_counted_and_short_records_are_padded(tmp_path):
    text = "\nUBND TỈNH\n\n\nMã hồ sơ,Ngày tiếp nhận\nA-1\n,\nA-2,y\n\nTổng số\n"
    path = tmp_path / "ragged.csv"
    path.write_text(text, encoding="utf-8")
    rows = [["UBND TỈNH", None], HEADING, ["A-1", None], [None, None], ["A-2", "y"], ["Tổng số", None]]
    assert _cells(path) == rows
    with duckdb.connect() as connection:
        assert sheets.open_first(path, connection).head == rows


def test_a_record_somewhat_wider_than_the_first_ones_keeps_its_cells(tmp_path):
    wide = ["A-1", *["x"] * 9]
    path = sheets.write_csv(tmp_path / "wide.csv", [HEADING] * 300 + [wide])
    assert sheets.read(path)[0][-1] == wide


def test_too_many_columns_are_told_with_their_line(tmp_path):
    path = sheets.write_csv(tmp_path / "wider.csv", [HEADING] * 300 + [["bí mật"] * 20])
    trouble = _trouble(path)
    assert "301" in trouble.en and "301" in trouble.vi
    assert "bí mật" not in trouble.vi + trouble.en


@pytest.mark.parametrize("place", [0, 400], ids=["at the start", "far down"])
def test_text_in_another_encoding_is_told(tmp_path, place):
    rows = [f"A-{n},x\n".encode() for n in range(500)]
    rows.insert(place, "Mã hồ sơ,Đã trả\n".encode("cp1258", errors="replace"))
    (tmp_path / "other.csv").write_bytes(b"".join(rows))
    trouble = _trouble(tmp_path / "other.csv")
    assert "UTF-8" in trouble.en or f"line {place + 1} " in trouble.en


def test_a_quoted_line_break_far_down_a_large_file_costs_no_row(tmp_path):
    many = 400_000
    lines = ["Mã hồ sơ,Ngày tiếp nhận", *[f"A-{n},03/06/2020 08:00:00" for n in range(many)]]
    lines[many - 5] = '"A\n-",03/06/2020 08:00:00'
    (tmp_path / "large.csv").write_text("\n".join(lines), encoding="utf-8")
    with duckdb.connect() as connection:
        rows = sheets.scanned(sheets.open_first(tmp_path / "large.csv", connection))
    assert len(rows) == many + 1
    assert [row[1] for row in rows[-6:]] == ["A\n-", *[f"A-{n}" for n in range(many - 5, many)]]
    assert rows[-1][0] == many + 1


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \n"], ids=["no bytes", "a mark", "blank lines"])
def test_an_empty_text_file_has_no_sheet(tmp_path, content):
    (tmp_path / "empty.csv").write_bytes(content)
    assert sheets.read(tmp_path / "empty.csv") == []


def test_an_empty_workbook_has_no_sheet(tmp_path):
    assert sheets.read(sheets.write_xlsx(tmp_path / "empty.xlsx", [])) == []


def _truncated(path: Path) -> None:
    sheets.write_xlsx(path, [sheets.HEADINGS, *[sheets.case_row(n) for n in range(1, 50)]])
    path.write_bytes(path.read_bytes()[:-400])


def _sheet_cut(path: Path) -> None:
    """A sound archive whose sheet breaks off in the middle."""
    sheets.write_xlsx(path, [sheets.HEADINGS, *[sheets.case_row(n) for n in range(1, 50)]])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part[: len(part) // 2] if "worksheets/sheet1" in name else part)


DAMAGED = [
    ("truncated", _truncated),
    ("half a mark", lambda path: path.write_bytes(b"PK\x03\x04 and nothing more")),
    ("an old workbook that is none", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0 and nothing more")),
    ("a page of HTML", lambda path: path.write_text("\n <html><table><tr><td>Mã hồ sơ</td></tr></table></html>")),
    ("an XML spreadsheet", lambda path: path.write_text('\ufeff<?xml version="1.0"?><Workbook/>', encoding="utf-8")),
    ("an archive of something else", lambda path: zipfile.ZipFile(path, "w").writestr("a.txt", "x")),
    ("a sheet broken off", _sheet_cut),
]


@pytest.mark.parametrize(("_", "damage"), DAMAGED, ids=[case[0] for case in DAMAGED])
def test_a_damaged_workbook_is_told(tmp_path, _, damage):
    path = tmp_path / "damaged.xlsx"
    damage(path)
    _trouble(path)


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.xlsb", "a.ods", "a.csv", "a"])
def test_a_workbook_is_known_by_its_bytes_whatever_its_name(tmp_path, name):
    sheets.write_xlsx(tmp_path / "right.xlsx", [HEADING, ["A-1", "x"]]).rename(tmp_path / name)
    assert _cells(tmp_path / name) == [HEADING, ["A-1", "x"]]


def test_text_under_the_name_of_a_workbook_is_read_as_text(tmp_path):
    sheets.write_csv(tmp_path / "right.csv", [HEADING, ["A-1", "x"]]).rename(tmp_path / "wrong.xlsx")
    assert _cells(tmp_path / "wrong.xlsx") == [HEADING, ["A-1", "x"]]


@pytest.mark.parametrize("name", ["scan.pdf", "list.docx", "list", "list.csv.gz"])
def test_other_kinds_of_files_are_told(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    assert (Path(name).suffix or "(none)") in _trouble(tmp_path / name).en


def test_endings_in_capitals_are_read(tmp_path):
    assert _cells(sheets.write_csv(tmp_path / "LIST.CSV", [HEADING])) == [HEADING]


@pytest.mark.parametrize(
    ("name", "counts"),
    [("a.csv", True), ("a.pdf", True), (".DS_Store", False), ("~$a.xlsx", False), ("a.csv.origin.json", False)],
)
def test_which_files_stand_for_data(tmp_path, name, counts):
    (tmp_path / name).touch()
    assert is_extract(tmp_path / name) is counts
    assert not is_extract(tmp_path)
