"""Workbooks of Excel by the two packages that write them, under each ending."""

import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.shapes.table import Shape, table

SHEET = "Danh sách"


def xlsxwriter_xlsx(path: Path, shape: Shape, cases: list[dict]) -> None:
    """With merged cells, and dates as the first of Excel's two systems counts them."""
    made = table(shape, cases)
    keep = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, keep) as book:
        page = book.add_worksheet(SHEET)
        formats = {datetime: "dd/mm/yyyy hh:mm:ss", date: "dd/mm/yyyy"}
        formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in formats.items()}
        for r, row in enumerate(made.rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    page.write(r, c, cell, formats.get(type(cell)))
        for top, left, bottom, right in made.merged:
            page.merge_range(top, left, bottom, right, made.rows[top][left])


def openpyxl_xlsx(path: Path, shape: Shape, cases: list[dict]) -> None:
    """With merged cells; what begins with = stays text."""
    made = table(shape, cases)
    book = openpyxl.Workbook()
    page = book.active
    page.title = SHEET
    for r, row in enumerate(made.rows, 1):
        for c, value in enumerate(row, 1):
            if value is not None:
                cell = page.cell(r, c)
                cell.value = value
                cell.data_type = "s" if isinstance(value, str) else cell.data_type
    for top, left, bottom, right in made.merged:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    book.save(path)


def xlsm(path: Path, shape: Shape, cases: list[dict]) -> None:
    """What makes a workbook one with macros is its content type."""
    plain = path.with_suffix(".plain")
    xlsxwriter_xlsx(plain, shape, cases)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            told = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
            macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
            target.writestr(name, source.read(name).replace(told, macro))
    plain.unlink()


def xlsx_named_xls(path: Path, shape: Shape, cases: list[dict]) -> None:
    plain = path.with_suffix(".xlsx")
    xlsxwriter_xlsx(plain, shape, cases)
    shutil.move(plain, path)
