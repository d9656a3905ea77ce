"""Workbooks of spreadsheet programs: xlsx, xlsm, xlsb, xls, ods. A date becomes ISO text (`YYYY-MM-DD`, or
`YYYY-MM-DD HH:MM:SS` where it has a time), an error its name (`#REF!`), a formula without a value `#FORMULA`.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import duckdb
import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from flows.common.grid import HEAD_ROWS
from flows.common.limits import MEGABYTE, Limits
from flows.containers.books import ole, ooxml
from flows.containers.markup.office_xml import open_document_tables
from flows.containers.sheets.cells import moments, repeated, sheet_of
from flows.containers.sheets.sheet import (
    BYTES_PER_CELL,
    Sheet,
    UnreadableFile,
    UnreadableSheet,
    head_of,
    scan_of,
    too_wide,
    trimmed,
)

ERRORS = {"Ref": "#REF!", "NA": "#N/A", "Div0": "#DIV/0!", "Value": "#VALUE!", "Name": "#NAME?", "Null": "#NULL!"}
ERRORS |= {"Num": "#NUM!", "GettingData": "#GETTING_DATA"}
UNCOMPUTED = "#FORMULA"
BAD_ZIP = (zipfile.BadZipFile, zlib.error, EOFError)
ISO_MOMENT = r"^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2}(?:\.\d+)?)$"
INTRICATE = [
    re.compile(sign)
    for sign in (
        rb"number-rows-spanned=\"(?!1\")",
        rb"calcext:value-type=\"error\"",
        rb"office:boolean-value",
        rb"office:time-value",
        rb"number-rows-repeated=\"(?!1\")\d+\"[^>]*>\s*<table:table-cell [^>]*value-type",
    )
]
DAMAGED = UnreadableFile(
    "tệp bảng tính hỏng, bị cắt cụt hoặc không phải bảng tính", "the workbook is damaged or cut off, or is none"
)

DAMAGED_SHEET = UnreadableFile("trang tính hỏng hoặc bị cắt cụt", "the sheet is damaged or cut off")


def open_workbook(
    path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits, container: str
) -> Iterator[Sheet | UnreadableSheet]:
    """Sheets one at a time, hidden ones too, empty ones left out. Raises UnreadableFile."""
    if container == "ods" and _is_intricate(path):
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            for table in open_document_tables(content, limits):
                sheet = sheet_of(table, container, connection)
                if sheet is not None:
                    yield sheet
        return
    facts = _Facts(path, container)
    workbook = _guarded(lambda: _read(path, facts.dated()))
    for name in workbook.sheet_names:
        try:
            sheet = _sheet(workbook, name, facts, connection, limits)
        except UnreadableFile as trouble:
            yield UnreadableSheet(name, trouble.vi, trouble.en)
            continue
        if sheet is not None:
            yield sheet


def _is_intricate(path: Path) -> bool:
    """Whether an .ods holds what the quick reader loses: merged rows, errors, true and false, hours, a bad archive."""
    rest = b""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            while chunk := content.read(1 << 20):
                if any(trap.search(rest + chunk) for trap in INTRICATE):
                    return True
                rest = chunk[-256:]
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise DAMAGED from None
    return False


def _read(path: Path, content: bytes | None) -> fastexcel.ExcelReader:
    if content is not None:
        return fastexcel.read_excel(content)
    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError:  # by a path the reader goes by the name, by bytes it looks for itself
        return fastexcel.read_excel(path.read_bytes())


def _guarded(call, damaged: UnreadableFile = DAMAGED):
    """What the reader gives. It panics at some damaged files, and a panic is no Exception."""
    try:
        return call()
    except (OSError, MemoryError):
        raise
    except BaseException as trouble:
        if isinstance(trouble, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise damaged from None


class _Facts:
    """What the container itself tells of its sheets; nothing of it is needed to read the cells."""

    def __init__(self, path: Path, container: str) -> None:
        self.container = container
        self._book: ooxml.Workbook | None = None
        self.date_1904 = False
        self._merges: list[list[tuple[int, int, int]]] = []
        if container in ("xlsx", "xlsm"):
            try:
                self._book = ooxml.Workbook(path)
                self.date_1904 = self._book.date_1904
            except (KeyError, ValueError, RuntimeError, *BAD_ZIP, etree.XMLSyntaxError):
                self._book = None
        elif container.startswith("xls "):
            self.date_1904, self._merges = ole.date_1904_and_merges(path)

    def area(self, name: str, enough: int) -> int:
        """The cells that reading a sheet would hold, 0 where the container does not tell."""
        if self._book is None:
            return 0
        try:
            declared = self._book.declared_area(name)
            if declared is not None and 1 < declared <= enough:
                return declared
            return self._book.filled_area(name, enough)
        except (KeyError, RuntimeError, *BAD_ZIP, etree.XMLSyntaxError):
            return 0

    def dated(self) -> bytes | None:
        try:
            return self._book and self._book.dated()
        except (KeyError, RuntimeError, *BAD_ZIP):
            return None

    def mended(self, name: str) -> bytes | None:
        try:
            return self._book and self._book.mended(name)
        except (KeyError, RuntimeError, *BAD_ZIP):
            return None

    def of(self, name: str, index: int) -> ooxml.SheetFacts:
        if self._book is not None:
            try:
                return self._book.facts(name)
            except (KeyError, RuntimeError):  # RuntimeError: a part with a password, or packed in an unknown way
                return ooxml.SheetFacts()
            except BAD_ZIP:  # other bytes than the archive says
                raise DAMAGED from None
        return ooxml.SheetFacts(merges=self._merges[index] if index < len(self._merges) else [])


def _sheet(
    workbook: fastexcel.ExcelReader, name: str, facts: _Facts, connection: duckdb.DuckDBPyConnection, limits: Limits
) -> Sheet | None:
    enough = limits.memory_mb * MEGABYTE // BYTES_PER_CELL
    if facts.area(name, enough) > enough:
        raise UnreadableFile(
            "các ô có dữ liệu nằm cách nhau quá xa; hãy xóa ô lẻ ở xa bảng rồi lưu lại",
            "its filled cells lie too far apart; delete the stray cell far from the table and save again",
        )
    with ThreadPoolExecutor(1) as beside:  # the reader leaves the second core free
        found: Future[ooxml.SheetFacts] = beside.submit(facts.of, name, workbook.sheet_names.index(name))
        loaded = _load(workbook, name, facts)
        batch, errors = _guarded(loaded.to_arrow_with_errors, DAMAGED_SHEET)
        known = found.result()
    places = [column.absolute_index for column in loaded.selected_columns]  # outer empty columns are left out
    told = {} if errors is None else _told(errors, places[0])
    told |= dict.fromkeys(known.uncomputed, UNCOMPUTED)
    height = max([batch.num_rows, *(row + 1 for row, _ in told)])
    width = max([0, *(place + 1 for place in places), *(column + 1 for _, column in told)])
    cells = dict(zip(places, batch.columns, strict=True))
    below = pa.nulls(height - batch.num_rows, pa.string())
    nothing = pa.chunked_array([pa.nulls(height, pa.string())])
    columns = [pa.chunked_array([cells[c], below]) if c in cells else nothing for c in range(width)]
    columns = trimmed(_with(columns, told))
    if not columns:
        return None
    if len(columns) > limits.columns:
        raise too_wide(len(columns), limits.columns)
    if facts.container == "ods":
        columns = [pc.replace_substring_regex(column, ISO_MOMENT, r"\1 \2") for column in columns]
    columns = [moments(column, facts.date_1904) for column in columns]
    if known.has_escapes:
        columns = [pc.replace_substring(column, "_x000D_", "") for column in columns]
    head = head_of([column.slice(0, HEAD_ROWS) for column in columns])
    return Sheet(
        name,
        head,
        len(columns),
        [scan_of(repeated(columns, known.merges), connection)],
        facts.container,
        is_hidden=loaded.visible != "visible",
        date_1904=facts.date_1904,
    )


def _load(workbook: fastexcel.ExcelReader, name: str, facts: _Facts) -> fastexcel.ExcelSheet:
    def load(book: fastexcel.ExcelReader) -> fastexcel.ExcelSheet:
        return book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")

    try:
        return _guarded(lambda: load(workbook), DAMAGED_SHEET)
    except UnreadableFile:
        if (mended := facts.mended(name)) is None:
            raise
        return _guarded(lambda: load(fastexcel.read_excel(mended)), DAMAGED_SHEET)


def _told(errors: fastexcel.CellErrors, first: int) -> dict[tuple[int, int], str]:
    """By place what stands in the cells that the reader cannot give as text; it counts columns from the `first`."""
    told = {}
    for error in errors.errors:
        row, column = error.position
        kind = re.search(r"Error\((\w+)\)", error.detail)
        number = re.search(r"value: (-?\d+(?:\.\d*[1-9])?)", error.detail)
        text = ERRORS.get(kind.group(1), "#ERROR") if kind else number.group(1) if number else "#ERROR"
        told[row, column + first] = text
    return told


def _with(columns: list[pa.ChunkedArray], told: dict[tuple[int, int], str]) -> list[pa.ChunkedArray]:
    """The columns with texts put in where a cell is empty."""
    by_column: dict[int, dict[int, str]] = {}
    for (row, column), text in told.items():
        by_column.setdefault(column, {})[row] = text
    for c, texts in by_column.items():
        rows = sorted(texts)
        mask = np.zeros(len(columns[c]), dtype=bool)
        mask[rows] = True
        filled = pa.array([texts[row] for row in rows], pa.string())
        columns[c] = pc.replace_with_mask(columns[c], mask, filled)
    return columns
