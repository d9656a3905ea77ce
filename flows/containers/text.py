"""Text files whose signs part the cells: comma, semicolon, tab or bar."""

import csv
import itertools
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.containers.encodings import encoding_name, encoding_of_file, plain_copy
from flows.containers.limits import Limits
from flows.containers.sheet import Sheet, UnreadableFile, too_wide
from flows.layouts import HEAD_ROWS

DELIMITERS = (",", ";", "\t", "|")
NAMES = {"\t": "tab"}
SPARE_COLUMNS = 8  # a record may be this much wider than the widest of the first ones
START = 1 << 20  # signs that the first records are looked for in


def open_text(path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits) -> Iterator[Sheet]:
    """The file as its own only sheet, scanned as it lies there. Raises UnreadableFile."""
    encoding = encoding_of_file(path)
    with tempfile.TemporaryDirectory() as folder:
        plain = path
        if encoding != "utf-8-sig" or set(path.name) & set("*?[]"):  # DuckDB takes such a name for a pattern
            plain = plain_copy(path, encoding, Path(folder) / "plain.csv")
        yield _sheet(plain, encoding, connection, limits)


def _sheet(path: Path, encoding: str, connection: duckdb.DuckDBPyConnection, limits: Limits) -> Sheet:
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
        raise UnreadableFile("dấu ngoặc kép không được đóng", "a quote is never closed") from None
    width = max((len(record) for record in records), default=0)
    if not width:
        raise UnreadableFile("tệp chỉ có dòng trống", "the file holds nothing but empty lines")
    if width > limits.columns:
        raise too_wide(width, limits.columns)
    head = [[cell or None for cell in record] + [None] * (width - len(record)) for record in records[:HEAD_ROWS]]
    width += SPARE_COLUMNS
    scans = [_scan(path, delimiter, width, int(told is not None), connection, parallel) for parallel in (True, False)]
    return Sheet("", head, width, scans, f"csv, {encoding_name(encoding)}, {NAMES.get(delimiter, delimiter)}")


def _scan(
    path: Path, delimiter: str, width: int, skipped: int, connection: duckdb.DuckDBPyConnection, parallel: bool
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
        skiprows=skipped,
        compression="none",  # whatever the name says
        parallel=parallel,
    )
    return relation.project(f"row_number() over () as row_number, {', '.join(f'c{i}' for i in range(width))}")


def _delimiter(lines: list[str]) -> str:
    """The separator that cuts the records into the most cells of one and the same width."""

    def evenness(delimiter: str) -> int:
        widths = [len(record) for record in csv.reader(lines, delimiter=delimiter)]
        return max((widths.count(width) * (width - 1) for width in set(widths)), default=0)

    return max(DELIMITERS, key=evenness)
