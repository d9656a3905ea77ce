"""What a spreadsheet can hide: each trap is a workbook of its own, and the marts must show every case of it, a value
that cannot be used among the rejects and never as merely missing.
"""

from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.casebook import Casebook, rows_of

HEADINGS = ["Mã hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả", "Số lần hẹn lại", "Mức độ"]
RECEIVED, DUE, END = datetime(2020, 6, 1, 8, 30), datetime(2020, 6, 8, 17), datetime(2020, 6, 9, 10, 15, 30)
UNIT = "Sở Y tế"
TRAPS: dict[str, Callable[[str], openpyxl.Workbook]] = {}


def trap(make: Callable[[str], openpyxl.Workbook]) -> Callable[[str], openpyxl.Workbook]:
    TRAPS[make.__name__] = make
    return make


def case(code: str, **other: object) -> list:
    known = {"unit": UNIT, "received": RECEIVED, "due": DUE, "end": END, "moves": 1, "level": 3}
    return [code, *(known | other).values()]


def book_of(*rows: list, headings: list[str] = HEADINGS) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in [headings, *rows]:
        book.active.append(row)
    return book


@trap
def hidden_sheets(code: str) -> openpyxl.Workbook:
    book = book_of(case(f"{code}-1"))
    for number, state in ((2, "hidden"), (3, "veryHidden")):
        page = book.create_sheet(state)
        page.append(HEADINGS)
        page.append(case(f"{code}-{number}"))
        page.sheet_state = state
    return book


@trap
def hidden_rows_and_columns(code: str) -> openpyxl.Workbook:
    book = book_of(*(case(f"{code}-{number}") for number in (1, 2, 3)))
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["E"].hidden = True
    book.active.auto_filter.ref = "A1:G4"
    return book


@trap
def days_counted_from_1904(code: str) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (HEADINGS, case(f"{code}-1"), case(f"{code}-2")):
        book.active.append(row)
    return book


@trap
def numbers_stored_as_text(code: str) -> openpyxl.Workbook:
    return book_of(case(f"{code}-1", moves="1", level="3"), case(f"{code}-2", moves=" 1 ", level="Mức độ 3"))


@trap
def days_of_excel_as_bare_numbers(code: str) -> openpyxl.Workbook:
    """43983.354166… is 01/06/2020 08:30, as a number without a date's format or as text."""
    as_number = case(f"{code}-1", received=43983.354166666664, due=43990.708333333336, end=43991.42743055556)
    as_text = case(f"{code}-2", received="43983.354166667", due="43990,708333333", end="43991.427430556")
    return book_of(as_number, as_text)


@trap
def cells_of_error(code: str) -> openpyxl.Workbook:
    book = book_of(case(f"{code}-1", end="#N/A"), case(f"{code}-2", end="#REF!"))
    for cell in ("E2", "E3"):
        book.active[cell].data_type = "e"
    return book


@trap
def formulas_never_computed(code: str) -> openpyxl.Workbook:
    return book_of(case(f"{code}-1", end="=DATE(2020,6,9)"), case(f"{code}-2", end='=IF(1=1,"","")'))


@trap
def headings_of_three_rows(code: str) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    times = ["Ngày tiếp nhận", "Ngày hẹn trả", "Ngày có kết quả"]
    for row in (
        ["Mã hồ sơ", "Đơn vị xử lý", "Thời gian", None, None, "Số lần hẹn lại", "Mức độ"],
        [None] * 7,
        [None, None, *times, None, None],
        case(f"{code}-1"),
        ["Mã hồ sơ", "Đơn vị xử lý", "Thời gian", None, None, "Số lần hẹn lại", "Mức độ"],
        [None] * 7,
        [None, None, *times, None, None],
        case(f"{code}-2"),
    ):
        book.active.append(row)
    for merged in ("A1:A3", "B1:B3", "C1:E2", "F1:F3", "G1:G3", "A5:A7", "B5:B7", "C5:E6", "F5:F7", "G5:G7"):
        book.active.merge_cells(merged)
    return book


@trap
def subtotals_and_signatures(code: str) -> openpyxl.Workbook:
    lines = (["Cộng: 1"], ["Tổng số", 2], [], [None, None, None, "Kon Tum, ngày 05 tháng 5 năm 2021"], ["Nơi nhận:"])
    return book_of(case(f"{code}-1"), lines[0], case(f"{code}-2"), *lines)


@trap
def carriage_returns_written_out(code: str) -> openpyxl.Workbook:
    """Excel writes a carriage return within a text as _x000D_."""
    return book_of(
        case(f"{code}-1", unit="Sở Y tế_x000D_\n"), headings=[*HEADINGS[:3], "Ngày hẹn_x000D_\ntrả", *HEADINGS[4:]]
    )


@trap
def one_unit_merged_over_its_cases(code: str) -> openpyxl.Workbook:
    book = book_of(case(f"{code}-1"), case(f"{code}-2", unit=None), case(f"{code}-3", unit=None))
    book.active.merge_cells("B2:B4")
    return book


CASES = dict.fromkeys(TRAPS, 2) | {"hidden_sheets": 3, "hidden_rows_and_columns": 3}
CASES |= {"carriage_returns_written_out": 1, "one_unit_merged_over_its_cases": 3}


@pytest.fixture(scope="module")
def marts(tmp_path_factory):
    book = Casebook(tmp_path_factory.mktemp("traps") / "book")
    for number, (name, make) in enumerate(TRAPS.items(), 1):
        make(f"H34.04-200601-{number:02d}").save(book.raw / f"{name}.xlsx")
    _rich_text(book.raw / "rich_text.xlsx")
    connection = book.audit()
    yield connection
    connection.close()


def _rich_text(path) -> None:
    """Headings and codes partly in bold, as people make them."""
    with xlsxwriter.Workbook(path) as book:
        page, bold = book.add_worksheet(), book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, HEADINGS)
        page.write_rich_string(0, 0, "Mã ", bold, "hồ ", "sơ")
        page.write_rich_string(1, 0, bold, "H34.04", "-200601-9901")
        for column, cell in enumerate((UNIT, date(2020, 6, 1), date(2020, 6, 8), date(2020, 6, 9)), 1):
            page.write(1, column, cell, day)


def found_in(marts, name: str) -> list[dict]:
    return rows_of(
        marts,
        "select cases.* from cases inner join extracts on cases.extract_id = extracts.extract_id "
        f"where file_name = '{name}.xlsx' order by cases.case_code",
    )


def rejected_in(marts, name: str) -> list[tuple]:
    query = 'select "column", as_written, reason from rejects where file_name = ? order by row_number, "column"'
    return [tuple(row.values()) for row in rows_of(marts, query, [f"{name}.xlsx"])]


@pytest.mark.parametrize("name", TRAPS)
def test_every_case_of_a_trap_is_in_the_marts(marts, name):
    (card,) = rows_of(marts, f"select sum(rows_read) as n from extracts where file_name = '{name}.xlsx'")
    assert len(found_in(marts, name)) == CASES[name] == card["n"]


LOST = {"cells_of_error", "formulas_never_computed"}


@pytest.mark.parametrize("name", [name for name in TRAPS if name not in LOST])
def test_the_values_are_those_that_the_spreadsheet_shows(marts, name):
    assert rejected_in(marts, name) == []
    for row in found_in(marts, name):
        assert (row["unit_code"], row["received_at"], row["due_at_original"]) == ("SYT", RECEIVED, DUE)
        assert (row["finished_at"], row["due_moves"], row["service_level"]) == (END, 1, 3)
        assert row["outcome"] == "late"


def test_an_error_in_a_cell_is_told_and_not_taken_for_an_empty_one(marts):
    assert [row["finished_at"] for row in found_in(marts, "cells_of_error")] == [None, None]
    told = rejected_in(marts, "cells_of_error")
    assert [(column, reason) for column, _, reason in told] == [("finished_at", "unreadable_date")] * 2


def test_a_formula_without_a_value_is_told_and_not_taken_for_an_empty_cell(marts):
    assert [row["finished_at"] for row in found_in(marts, "formulas_never_computed")] == [None, None]
    told = rejected_in(marts, "formulas_never_computed")
    assert [column for column, _, _ in told] == ["finished_at", "finished_at"]


def test_text_partly_in_bold_is_one_text(marts):
    (row,) = found_in(marts, "rich_text")
    assert (row["case_code"], row["received_at"]) == ("H34.04-200601-9901", datetime(2020, 6, 1))
