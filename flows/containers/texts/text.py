"""Text files whose signs part the cells: comma, semicolon, tab or bar."""

import csv
import itertools
import mmap
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.common.grid import HEAD_ROWS
from flows.common.limits import Limits
from flows.containers.sheets.sheet import CHUNK_ROWS, Sheet, UnreadableFile, too_wide
from flows.containers.texts.encodings import encoding_name, encoding_of_file, plain_copy
from flows.containers.texts.text_end import require_whole_signs, require_whole_text

DELIMITERS = (",", ";", "\t", "|")
NAMES = {"\t": "tab"}
SPARE_COLUMNS = 8  # a record may be this much wider than the widest of the first ones
NOT_CLOSED = UnreadableFile("dấu ngoặc kép không được đóng", "a quote is never closed")
AS_TEXT = re.compile(r'^="([^"]*)"$')
START = 1 << 20  # signs that the first records are looked for in


def open_text(path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits) -> Iterator[Sheet]:
    """The file as its own only sheet, scanned as it lies there. Raises UnreadableFile."""
    encoding = encoding_of_file(path)
    with tempfile.TemporaryDirectory() as folder:
        plain = path
        # DuckDB takes some names for patterns, and others, whose bytes are no UTF-8, not at all.
        if encoding != "utf-8-sig" or set(str(path)) & set("*?[]") or not str(path).isprintable():
            plain = plain_copy(path, encoding, Path(folder) / "plain.csv")
        yield _sheet(plain, encoding, connection, limits)


def _sheet(path: Path, encoding: str, connection: duckdb.DuckDBPyConnection, limits: Limits) -> Sheet:
    require_whole_signs(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            start = file.read(START)
    except UnicodeDecodeError as trouble:
        raise UnreadableFile("bảng mã chữ hỏng", f"the text is not UTF-8 (byte {trouble.start})") from None
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", start)
    if len(start) == START:
        lines = lines[:-1] or lines  # the last one may be cut off
    told = re.fullmatch(r"\s*\"?sep=([^\"])\"?\s*", lines[0], re.IGNORECASE)  # a line for Excel, no record
    if told:
        lines = lines[1:]
    try:
        delimiter = told.group(1) if told else _delimiter(lines[: 4 * HEAD_ROWS])
        records = [
            record for record in itertools.islice(csv.reader(lines, delimiter=delimiter), 4 * HEAD_ROWS) if record
        ]
    except (csv.Error, ValueError, TypeError):
        raise (
            NOT_CLOSED
            if '"' in start
            else UnreadableFile(
                "một ô dài quá mức, không phải bảng dữ liệu", "a cell is far too long: this is no table of data"
            )
        ) from None
    width = max((len(record) for record in records), default=0)
    if not width:
        raise UnreadableFile("tệp chỉ có dòng trống", "the file holds nothing but empty lines")
    if width > limits.columns:
        raise too_wide(width, limits.columns)
    skipped = int(told is not None)
    require_whole_text(path, delimiter, _usual(records), skipped, "\r\n" in start)
    head = [[cell or None for cell in record] + [None] * (width - len(record)) for record in records[:HEAD_ROWS]]
    width += SPARE_COLUMNS
    records_of = partial(_records, path, delimiter, width, connection)
    numbered = f"row_number() over () as row_number, {', '.join(f'c{i}' for i in range(width))}"
    scans = [records_of(skipped, parallel).project(numbered) for parallel in (True, False)]
    scans[1] = scans[1].union(connection.from_arrow(_ClosedQuotes(path, delimiter, width)))
    scans.append(connection.from_arrow(_SlowScan(path, delimiter, width, skipped)))
    is_even = start.count("\r\n") in (0, start.count("\n")) and not re.search(r"\r(?!\n)", start)

    def below(count: int) -> duckdb.DuckDBPyRelation | None:
        """Where each of the first records is a line of its own; DuckDB leaves out lines, not records, and finds none
        at all below lines that end otherwise than the rest.
        """
        if not is_even or len(lines) < count:
            return None
        if any(not line.endswith("\n") or not line.strip() or '"' in line for line in lines[:count]):
            return None
        return records_of(skipped + count, True)

    container = f"csv, {encoding_name(encoding)}, {NAMES.get(delimiter, delimiter)}"
    return _unwrapped(Sheet("", head, width, scans, container, below=below))


def _usual(records: list[list[str]]) -> int:
    """The width of the records of a table, above which titles stand in narrower ones."""
    widths = Counter(map(len, records))
    return max(widths, key=lambda width: (widths[width] * (width - 1), width))


def _unwrapped(sheet: Sheet) -> Sheet:
    """Without the signs by which some software makes Excel take cells for text: `="007"`."""

    def plain(cell: str | None) -> str | None:
        return (AS_TEXT.sub(r"\1", cell) or None) if cell else None

    wrapped = {i for row in sheet.head for i, cell in enumerate(row) if plain(cell) != cell and plain(cell)}
    if not wrapped:
        return sheet
    sign = f"'{AS_TEXT.pattern}', '\\1'"
    cells = ", ".join(
        f"nullif(regexp_replace(c{i}, {sign}), '') as c{i}" if i in wrapped else f"c{i}" for i in range(sheet.width)
    )

    def below(count: int) -> duckdb.DuckDBPyRelation | None:
        rows = sheet.below(count)
        return rows and rows.project(cells)

    head = [[plain(cell) if i in wrapped else cell for i, cell in enumerate(row)] for row in sheet.head]
    scans = [scan.project(f"row_number, {cells}") for scan in sheet.scans]
    return replace(sheet, head=head, scans=scans, below=below)


def _records(
    path: Path, delimiter: str, width: int, connection: duckdb.DuckDBPyConnection, skipped: int, parallel: bool
) -> duckdb.DuckDBPyRelation:
    """The records of a text file after the skipped lines. Quoted line breaks rule out the parallel scan, which fails
    when it meets one.
    """
    return connection.read_csv(
        str(path),
        header=False,
        auto_detect=False,
        columns={f"c{i}": "VARCHAR" for i in range(width)},
        delimiter=delimiter,
        quotechar='"',
        escapechar='"',
        null_padding=True,
        skiprows=skipped,
        compression="none",  # whatever the name says
        parallel=parallel,
    )


class _ClosedQuotes:
    """No rows, or ValueError where a quote is still open at the end of the file: a scan on one core then stops there
    without a word, and all that follows the quote would be lost.
    """

    def __init__(self, path: Path, delimiter: str, width: int) -> None:
        self._path = path
        sign = re.escape(delimiter.encode())
        self._quoted = re.compile(rb'(?<![^\r\n%b])"(?:[^"]++|"")*+("?)' % sign)
        self._schema = _schema(width)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return pa.RecordBatchReader.from_batches(self._schema, self._batches()).__arrow_c_stream__(requested_schema)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        with self._path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
            if any(not found.group(1) for found in self._quoted.finditer(text)):
                raise ValueError("a quote is never closed")
        yield pa.RecordBatch.from_pylist([], self._schema)


class _SlowScan:
    """The records as Python reads them, which stops at fewer oddities than DuckDB, such as a lone carriage return
    in quotes. An Arrow stream that begins anew whenever somebody asks for it.
    """

    def __init__(self, path: Path, delimiter: str, width: int, skipped: int) -> None:
        self._path, self._delimiter, self._skipped = path, delimiter, skipped
        self._schema = _schema(width)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return pa.RecordBatchReader.from_batches(self._schema, self._batches()).__arrow_c_stream__(requested_schema)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            for _ in range(self._skipped):
                file.readline()
            reader = csv.reader(file, delimiter=self._delimiter, strict=True)
            records: list[list[str]] = []
            number = 0
            try:
                for record in filter(None, reader):
                    if len(record) > len(self._schema) - 1:
                        raise csv.Error
                    records.append(record)
                    number += 1
                    if len(records) == CHUNK_ROWS:
                        yield self._batch(records, number)
                        records = []
            except (csv.Error, UnicodeDecodeError) as trouble:
                is_open = str(trouble).startswith("unexpected end of data")
                raise ValueError(f"Line: {reader.line_num}" + (" Open quote" if is_open else "")) from None
            yield self._batch(records, number)

    def _batch(self, records: list[list[str]], last: int) -> pa.RecordBatch:
        width = len(self._schema) - 1
        square = [[cell or None for cell in record] + [None] * (width - len(record)) for record in records]
        numbers = pa.array(range(last - len(records) + 1, last + 1), pa.int64())
        columns = [pa.array([row[c] for row in square], pa.string()) for c in range(width)]
        return pa.record_batch([numbers, *columns], schema=self._schema)


def _schema(width: int) -> pa.Schema:
    return pa.schema([("row_number", pa.int64()), *((f"c{i}", pa.string()) for i in range(width))])


def _delimiter(lines: list[str]) -> str:
    """The separator that cuts the records into the most cells of one and the same width."""

    def evenness(delimiter: str) -> int:
        try:
            records, quotes_fit = list(csv.reader(lines, delimiter=delimiter, strict=True)), 2
        except csv.Error:
            try:
                records, quotes_fit = list(csv.reader(lines, delimiter=delimiter)), 1
            except csv.Error:  # a cell beyond all measure: of a quote left open, or between other signs
                if '"' in "".join(lines):
                    raise
                return -1
        widths = [len(record) for record in records]
        return quotes_fit * max((widths.count(width) * (width - 1) for width in set(widths)), default=0)

    return max(DELIMITERS, key=evenness)
