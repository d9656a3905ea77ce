"""What the cells of every kind of spreadsheet have in common: days without a time, hours, merged cells."""

import re
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flows.containers.sheets.sheet import RowBuffer, Sheet, head_of, scan_of, trimmed


def moments(column: pa.ChunkedArray, date_1904: bool) -> pa.ChunkedArray:
    """To a spreadsheet a day is a moment at midnight, a time of day and a duration are moments of its first days."""
    midnight = " 00:00:00"
    if pc.any(pc.ends_with(column, midnight)).as_py():
        column = pc.replace_substring_regex(column, rf"^(\d{{4}}-\d{{2}}-\d{{2}}){midnight}$", r"\1")
    for start in ("1904-01-",) if date_1904 else ("1899-12-31 ", "1900-01-"):
        if pc.any(pc.starts_with(column, start)).as_py():
            day_zero = np.datetime64("1904-01-01" if date_1904 else "1899-12-31")
            texts = [_as_hours(text, start, day_zero) for text in column.to_pylist()]
            column = pa.chunked_array([pa.array(texts, pa.string())])
    return column


def _as_hours(text: str | None, start: str, day_zero: np.datetime64) -> str | None:
    """`1899-12-31 08:30:00` is half past eight, `1900-01-01 06:00:00` thirty hours."""
    if text is None or not text.startswith(start) or not re.fullmatch(r"[\d-]{10} \d\d:\d\d:\d\d(\.\d+)?", text):
        return text
    days = int((np.datetime64(text[:10]) - day_zero).astype(int))
    return f"{days * 24 + int(text[11:13]):02d}{text[13:]}"


def repeated(columns: list[pa.ChunkedArray], merges: list[tuple[int, int, int]]) -> list[pa.ChunkedArray]:
    """What a merged cell says is said of every row it covers, unless the row holds nothing of its own."""
    merges = [(top, min(bottom, len(columns[0]) - 1), c) for top, bottom, c in merges if c < len(columns)]
    merges = [merge for merge in merges if merge[1] > merge[0]]
    if not merges:
        return columns
    own = np.zeros(len(columns[0]), dtype=bool)
    for column in columns:
        own |= pc.fill_null(pc.not_equal(column, ""), False).to_numpy()
    columns = list(columns)
    for c in {merge[2] for merge in merges}:
        source = np.arange(len(own))
        empty = ~pc.fill_null(pc.not_equal(columns[c], ""), False).to_numpy()
        for top, bottom, column in merges:
            if column == c:
                below = np.arange(top + 1, bottom + 1)
                source[below[own[below] & empty[below]]] = top
        columns[c] = columns[c].take(pa.array(source))
    return columns


@dataclass
class DrawnTable:
    """A table as its cells were found: its rows, its merges over several rows (first row, last row, first column)."""

    name: str
    rows: RowBuffer
    merges: list[tuple[int, int, int]] = field(default_factory=list)
    is_hidden: bool = False
    date_1904: bool = False


def sheet_of(table: DrawnTable, container: str, connection: duckdb.DuckDBPyConnection) -> Sheet | None:
    """The sheet that a table makes up, None where no cell is filled."""
    columns = [moments(column, table.date_1904) for column in trimmed(table.rows.columns())]
    if not columns:
        return None
    scans = [scan_of(repeated(columns, table.merges), connection)]
    return Sheet(
        table.name,
        head_of(columns),
        len(columns),
        scans,
        container,
        is_hidden=table.is_hidden,
        date_1904=table.date_1904,
    )
