"""Writes the sheets that the tests of ingestion read, and reads them back the way the flow does."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from flows import ROOT
from flows.common.settings import Settings
from flows.containers import Sheet, open_sheets, unreadable_text
from flows.reading.ingest import FileOutcome, ingest_file
from flows.reading.landing import Landed
from flows.reading.scan import landed_rows as as_landed
from flows.tables.layouts import Layout, Match, load_layouts, recognise
from tests.casebook import THRESHOLDS

Row = list[Any]

HEADINGS = ["STT", "Mã hồ sơ", "Người nộp", "Số điện thoại", "Đơn vị", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"]


def case_row(number: int, **other: Any) -> Row:
    """A row of data under HEADINGS; `other` replaces cells by their heading's place (`c2="…"`)."""
    row = [
        str(number),
        f"000.00.11.H34-200603-{number:04d}",
        f"Người thứ {number}",
        f"09050000{number:02d}",
        "UBND xã Đắk Long",
        "03/06/2020 08:00:00",
        "10/06/2020 17:00:00",
        "Đã trả kết quả",
    ]
    for place, value in other.items():
        row[int(place.removeprefix("c"))] = value
    return row


def write_xlsx(path: Path, *sheets: Iterable[Row], names: list[str] | None = None, merge: tuple[str, ...] = ()) -> Path:
    """One sheet per table. Dates are written as dates, None is left out; `merge` joins ranges of the first sheet."""
    with xlsxwriter.Workbook(path) as book:
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, rows in enumerate(sheets):
            page = book.add_worksheet(names[number] if names else None)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, datetime):
                        page.write_datetime(r, c, value, moment)
                    elif isinstance(value, date):
                        page.write_datetime(r, c, value, day)
                    elif isinstance(value, bool):
                        page.write_boolean(r, c, value)
                    elif isinstance(value, int | float):
                        page.write_number(r, c, value)
                    elif value is not None:
                        page.write_string(r, c, value)
            if number == 0:
                for cells in merge:
                    page.merge_range(cells, _first_value(list(rows), cells))
    return path


def _first_value(rows: list[Row], cells: str) -> Any:
    r, c, *_ = xlsxwriter.utility.xl_cell_to_rowcol(cells.split(":")[0])
    return rows[r][c]


def write_csv(path: Path, rows: Iterable[Row], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows(["" if value is None else value for value in row] for row in rows)
    return path


def write(path: Path, rows: Iterable[Row], **options: Any) -> Path:
    """A workbook or a text file, as the ending says."""
    return write_csv(path, rows, **options) if path.suffix == ".csv" else write_xlsx(path, rows, **options)


def read(path: Path) -> list[list[list[str | None]]]:
    """The cells of every sheet of a file as text, in the order of their row numbers, which must run from 1."""
    with duckdb.connect() as connection:
        tables = []
        for sheet in open_sheets(path, connection):
            rows = scanned(sheet)
            assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
            tables.append([list(row[1:]) for row in rows])
        return tables


def scanned(sheet: Sheet) -> list[tuple]:
    """All rows of a sheet by the first of its scans that comes to the end, as landing takes them."""
    for scan in sheet.scans:
        try:
            return scan.order("row_number").fetchall()
        except duckdb.Error as error:
            trouble = error
    raise unreadable_text(trouble)


def open_first(path: Path, connection: duckdb.DuckDBPyConnection) -> Sheet:
    return next(open_sheets(path, connection))


@cache
def layouts() -> list[Layout]:
    """The layouts that the product comes with."""
    return load_layouts(ROOT / "data" / "layouts")


def best(grid: list[Row], among: list[Layout] | None = None) -> Match:
    """The best match of a grid given as lists of cells of any width."""
    width = max(len(row) for row in grid)
    square = [row + [None] * (width - len(row)) for row in grid]
    return recognise(square, layouts() if among is None else among)[0]


def settings(folder: Path, **other: Any) -> Settings:
    """Settings of a run whose raw, landed and marts folders lie in `folder`."""
    (folder / "raw").mkdir(exist_ok=True)
    known = {
        "raw": folder / "raw",
        "layouts": ROOT / "data" / "layouts",
        "reference": ROOT / "data" / "reference",
        "marts": folder / "marts",
        "landed": folder / "landed",
        "window_from": date(2020, 6, 1),
        "window_to": date(2021, 4, 30),
        "grain": "day",
        "thresholds": THRESHOLDS,
        "personal_key": b"a key of the tests, 32 bytes long",
    }
    return Settings(**{**known, **other})


def ingest(path: Path, using: Settings, among: list[Layout] | None = None) -> FileOutcome:
    return ingest_file(path, using, layouts() if among is None else among)


def landed_rows(outcome: FileOutcome, using: Settings) -> list[dict]:
    """What landed of a file's first sheet, as dicts by field."""
    rows = as_landed([using.landed / outcome.landed[0].parquet])
    with duckdb.connect() as connection:
        found = connection.execute(f"select * from ({rows}) order by row_number")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def layouts_fields(layout_id: str) -> list[str]:
    """The fields of the kind of extract that a layout reads."""
    return list(next(layout for layout in layouts() if layout.layout_id == layout_id).passes)


def land(folder: Path, rows: list[Row], name: str = "list.xlsx", **other: Any) -> tuple[Landed, list[dict]]:
    """Rows written to a file and landed: the card of their only sheet and what landed. `other` goes to the settings."""
    using = settings(folder, **other)
    outcome = ingest(write(using.raw / name, rows), using)
    assert not outcome.refused
    return outcome.landed[0], landed_rows(outcome, using)
