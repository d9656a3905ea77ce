"""Opens the containers that extracts arrive in. Every cell is text; nothing is interpreted but an Excel date,
which becomes ISO text (`YYYY-MM-DD`, or `YYYY-MM-DD HH:MM:SS` where it has a time).
"""

import csv
import itertools
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import fastexcel
import pyarrow as pa
import pyarrow.compute as pc

from flows.layouts import HEAD_ROWS, Grid

WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
TEXTS = {".csv", ".tsv", ".txt"}
ZIP_OR_OLE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
CHUNK_ROWS = 16_384
SPARE_COLUMNS = 8  # a text record may be this much wider than the widest of the first ones


class UnreadableFile(Exception):
    """The container cannot be opened: (Vietnamese, English) reason."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


@dataclass
class Sheet:
    """A sheet of a workbook, or a text file as its own only sheet (`name` is then empty).

    `head` holds the first rows. A scan gives all of them: a column `row_number` (1-based; in a text file the
    record's number, blank lines not counted) and the text columns `c0`, `c1`, ... Scans are tried in turn: the
    first is the quickest, the last reads the most.
    """

    name: str
    head: Grid
    width: int
    scans: list[duckdb.DuckDBPyRelation]


def is_extract(path: Path) -> bool:
    """Whether a file in the raw folder stands for data, and is neither a card beside one nor a lock of Excel."""
    return path.is_file() and not path.name.startswith((".", "~$")) and not path.name.endswith(".origin.json")


def open_sheets(path: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[Sheet]:
    """The sheets of a file, one at a time, empty ones left out. What a file is, its first bytes tell, not its name.

    Raises UnreadableFile.
    """
    ending = path.suffix.lower()
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(ZIP_OR_OLE):
        yield from _workbook_sheets(path, connection)
    elif start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise UnreadableFile(
            "tệp là trang HTML hoặc XML mang đuôi bảng tính; hãy mở bằng Excel rồi lưu lại dạng .xlsx",
            "the file is a page of HTML or XML under another name; open it in Excel and save it as .xlsx",
        )
    elif ending in TEXTS | WORKBOOKS:
        yield from _text_sheet(path, connection)
    else:
        raise UnreadableFile(
            f"loại tệp {ending or '(không có đuôi)'} không đọc được",
            f"files of type {ending or '(none)'} are not read",
        )


def _workbook_sheets(path: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[Sheet]:
    try:
        try:
            workbook = fastexcel.read_excel(path)
        except fastexcel.FastExcelError:  # by a path the reader goes by the name, by bytes it looks for itself
            workbook = fastexcel.read_excel(path.read_bytes())
        names = workbook.sheet_names
    except fastexcel.FastExcelError as trouble:
        raise UnreadableFile(
            "tệp bảng tính hỏng, có mật khẩu hoặc không phải bảng tính",
            f"the workbook is damaged, has a password, or is none ({type(trouble).__name__})",
        ) from None
    for name in names:
        try:
            loaded = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            batch = loaded.to_arrow()
        except fastexcel.FastExcelError as trouble:
            raise UnreadableFile(
                f"không đọc được trang tính {name}", f"sheet {name} cannot be read ({type(trouble).__name__})"
            ) from None
        if batch.num_rows == 0 or batch.num_columns == 0:
            continue
        before = loaded.selected_columns[0].absolute_index  # empty columns that the reader has left out
        cells = [pa.nulls(batch.num_rows, pa.string())] * before + [_day_without_time(cell) for cell in batch.columns]
        columns = {f"c{i}": column for i, column in enumerate(cells)}
        table = pa.table({"row_number": pa.array(range(1, batch.num_rows + 1), pa.int64()), **columns})
        head = [list(row.values())[1:] for row in table.slice(0, HEAD_ROWS).to_pylist()]
        chunks = pa.Table.from_batches(table.to_batches(max_chunksize=CHUNK_ROWS))  # scanned side by side
        yield Sheet(name, head, len(cells), [connection.from_arrow(chunks)])


def _day_without_time(column: pa.Array) -> pa.Array:
    """To Excel a day is a moment at midnight: a date without time reads `2020-06-03 00:00:00`."""
    midnight = " 00:00:00"
    if not pc.any(pc.ends_with(column, midnight)).as_py():
        return column
    return pc.replace_substring_regex(column, rf"^(\d{{4}}-\d{{2}}-\d{{2}}){midnight}$", r"\1")


def _text_sheet(path: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[Sheet]:
    encoding = _encoding(path)
    with tempfile.TemporaryDirectory() as folder:
        if encoding != "utf-8-sig" or set(path.name) & set("*?[]"):  # DuckDB takes such a name for a pattern
            path = _plain_copy(path, encoding, Path(folder) / "plain.csv")
        yield from _plain_text_sheet(path, connection)


def _plain_copy(path: Path, encoding: str, copy: Path) -> Path:
    """The same text as UTF-8 under a plain name."""
    try:
        with path.open(encoding=encoding, newline="") as source, copy.open("w", encoding="utf-8", newline="") as target:
            shutil.copyfileobj(source, target)
    except UnicodeError as trouble:
        raise _wrong_encoding(trouble) from None
    return copy


def _wrong_encoding(trouble: UnicodeError) -> UnreadableFile:
    place = getattr(trouble, "start", "?")
    return UnreadableFile(
        "bảng mã chữ không phải UTF-8; hãy lưu lại tệp dạng UTF-8",
        f"the text is not UTF-8 (byte {place}); save the file again as UTF-8",
    )


def _plain_text_sheet(path: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[Sheet]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            start = "".join(itertools.islice(file, 4 * HEAD_ROWS))
    except UnicodeDecodeError as trouble:
        raise _wrong_encoding(trouble) from None
    start = start.removeprefix("\ufeff")
    if not start.strip():
        return
    try:
        delimiter = _delimiter(start)
        records = [record for record in csv.reader(start.splitlines(keepends=True), delimiter=delimiter) if record]
    except csv.Error:
        raise UnreadableFile("dấu ngoặc kép không được đóng", "a quote is never closed") from None
    width = max(len(record) for record in records)
    head = [[cell or None for cell in record] + [None] * (width - len(record)) for record in records[:HEAD_ROWS]]
    width += SPARE_COLUMNS
    scans = [_scan_text(path, delimiter, width, connection, parallel) for parallel in (True, False)]
    yield Sheet("", head, width, scans)


def _scan_text(
    path: Path, delimiter: str, width: int, connection: duckdb.DuckDBPyConnection, parallel: bool
) -> duckdb.DuckDBPyRelation:
    """All records of a text file. Quoted line breaks rule out the parallel scan, which fails when it meets one."""
    relation = connection.read_csv(
        str(path),
        header=False,
        auto_detect=False,
        columns={f"c{i}": "VARCHAR" for i in range(width)},
        delimiter=delimiter,
        quotechar='"',
        escapechar='"',
        null_padding=True,
        parallel=parallel,
    )
    return relation.project(f"row_number() over () as row_number, {', '.join(f'c{i}' for i in range(width))}")


def unreadable_text(trouble: duckdb.Error) -> UnreadableFile:
    """The line at which a scan failed, without what stands there."""
    line = re.search(r"Line: (\d+)", str(trouble))
    where = line.group(1) if line else "?"
    return UnreadableFile(
        f"dòng {where} của tệp văn bản không đọc được (thừa cột, hỏng dấu ngoặc kép hoặc bảng mã)",
        f"line {where} of the text file cannot be read (too many columns, a broken quote or encoding)",
    )


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        mark = file.read(3)
    return "utf-16" if mark[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _delimiter(start: str) -> str:
    """The separator that cuts the records into the most cells of one and the same width."""

    def evenness(delimiter: str) -> int:
        widths = [len(record) for record in csv.reader(start.splitlines(keepends=True), delimiter=delimiter)]
        return max((widths.count(width) * (width - 1) for width in set(widths)), default=0)

    return max((",", ";", "\t"), key=evenness)
