"""What every container hands on: sheets of text cells, or one sentence why there are none."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.common.grid import HEAD_ROWS, Grid
from flows.common.limits import MEGABYTE, Limits

CHUNK_ROWS = 16_384  # rows that DuckDB scans side by side
BYTES_PER_CELL = 40  # what a cell takes while a table is read, an empty one too


class UnreadableFile(Exception):
    """The container cannot be opened: (Vietnamese, English) reason, without anything that stands in the file."""

    is_cut_off = False
    last_row: int | None = None

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


class CutOff(UnreadableFile):
    """The file ends before its table does: what proves it, and the last row seen (1-based) where one was."""

    is_cut_off = True

    def __init__(self, vi: str, en: str, last_row: int | None = None) -> None:
        super().__init__(f"tệp bị cắt cụt: {vi}", f"the file is cut off: {en}")
        self.last_row = last_row or None


@dataclass
class UnreadableSheet:
    """One sheet, or one member of an archive, that cannot be read while the others can."""

    name: str
    vi: str
    en: str
    is_cut_off: bool = False
    last_row: int | None = None


@dataclass
class Sheet:
    """A table of a container.

    `name` is empty where a container holds one table only; within an archive it is "member/sheet". `head` holds the
    first rows as written. A scan gives all rows: `row_number` (1-based; in a text file the record's number, blank
    lines not counted) and the text columns `c0`, `c1`, ...; below a vertically merged cell it repeats the value.
    Scans are tried in turn: the first is the quickest, the last reads the most; they are good until the next sheet
    is asked for. `container` says in words what the table stood in. `below`, where there is one, gives the rows after
    so many first ones, in their order but without a number, which DuckDB reads on several cores; or None.

    `is_records`: row 1 holds the keys of records, every row below is data. `parent` names the sheet in whose records
    this one was nested. `date_1904`: a date that stands as a bare number counts from 1904-01-01.
    """

    name: str
    head: Grid
    width: int
    scans: list[duckdb.DuckDBPyRelation]
    container: str
    is_hidden: bool = False
    is_records: bool = False
    parent: str | None = None
    date_1904: bool = False
    below: Callable[[int], duckdb.DuckDBPyRelation | None] = lambda _: None


def empty_file() -> UnreadableFile:
    return UnreadableFile("tệp trống, không có ô nào có dữ liệu", "the file is empty: no cell holds anything")


def too_wide(width: int, most: int) -> UnreadableFile:
    return UnreadableFile(
        f"bảng rộng {width:,} cột, quá mức {most:,} cột",
        f"the table is {width:,} columns wide, over the limit of {most:,}",
    )


def unreadable_text(trouble: duckdb.Error) -> UnreadableFile:
    """The line at which a scan failed, without what stands there."""
    line = re.search(r"Line: (\d+)", str(trouble))
    where = line.group(1) if line else "?"
    if "Open quote" in str(trouble):
        return CutOff(
            f"một dấu ngoặc kép còn mở khi tệp kết thúc (dòng {where})",
            f"a quote is still open where it ends (line {where})",
        )
    return UnreadableFile(
        f"dòng {where} của tệp văn bản không đọc được (thừa cột, hỏng dấu ngoặc kép hoặc bảng mã)",
        f"line {where} of the text file cannot be read (too many columns, a broken quote or encoding)",
    )


def trimmed(columns: list[pa.ChunkedArray]) -> list[pa.ChunkedArray]:
    """The same columns without the empty columns to the right and the empty rows at the end."""
    while columns and not _is_filled(columns[-1]):
        columns = columns[:-1]
    if not columns or any(_is_filled(column.slice(len(column) - 1)) for column in columns):
        return columns
    last = max(_last_filled(column) for column in columns)
    return [column.slice(0, last + 1) for column in columns]


def _is_filled(column: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.not_equal(column, "")).as_py())


def _last_filled(column: pa.ChunkedArray) -> int:
    filled = np.flatnonzero(pc.fill_null(pc.not_equal(column, ""), False).to_numpy())
    return int(filled[-1]) if filled.size else -1


def head_of(columns: list[pa.ChunkedArray]) -> Grid:
    return [list(row) for row in zip(*(column.slice(0, HEAD_ROWS).to_pylist() for column in columns), strict=True)]


def scan_of(columns: list[pa.ChunkedArray], connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """The columns as `row_number`, `c0`, `c1`, ..."""
    numbers = pa.array(np.arange(1, len(columns[0]) + 1, dtype=np.int64))
    table = pa.table({"row_number": numbers} | {f"c{i}": column for i, column in enumerate(columns)})
    return connection.from_arrow(pa.Table.from_batches(table.to_batches(max_chunksize=CHUNK_ROWS), table.schema))


class RowBuffer:
    """Rows of any width, given one after the other, as columns of equal length."""

    def __init__(self, limits: Limits) -> None:
        self._columns, self._cells = limits.columns, limits.memory_mb * MEGABYTE // BYTES_PER_CELL
        self._rows: list[list[str | None]] = []
        self._parts: list[list[pa.Array]] = []
        self.width = self.height = 0

    def append(self, row: list[str | None], times: int = 1) -> None:
        """Raises UnreadableFile where a row is too wide or the rows are too many."""
        if len(row) > self._columns:
            raise too_wide(len(row), self._columns)
        self._cells -= max(1, len(row)) * times
        if self._cells < 0:
            raise UnreadableFile("bảng quá lớn để đọc", "the table is too large to be read")
        self.width = max(self.width, len(row))
        self.height += times
        for _ in range(times):
            self._rows.append(row)
            if len(self._rows) == CHUNK_ROWS:
                self._pack()

    def _pack(self) -> None:
        width = max((len(row) for row in self._rows), default=0)
        square = [row + [None] * (width - len(row)) for row in self._rows]
        columns = zip(*square, strict=True) if width else [[None] * len(self._rows)]
        self._parts.append([pa.array(column, pa.string()) for column in columns])
        self._rows = []

    def columns(self) -> list[pa.ChunkedArray]:
        if self._rows:
            self._pack()
        return [
            pa.chunked_array(
                [part[c] if c < len(part) else pa.nulls(len(part[0]), pa.string()) for part in self._parts],
                pa.string(),
            )
            for c in range(self.width)
        ]
