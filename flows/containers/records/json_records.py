"""JSON: a list of records, objects line by line, an object around lists of records, or a table without records.

A list or an object proves by its last bracket that it is whole. Objects line by line prove only that the last one is:
a file of them cut exactly between two looks whole, and nothing can tell.
"""

import io
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import duckdb

from flows.common.limits import Limits
from flows.containers.records.json_tables import is_heading_row, records_in, under
from flows.containers.records.records import RecordTables
from flows.containers.sheets.sheet import CutOff, Sheet, UnreadableFile, UnreadableSheet
from flows.containers.texts.encodings import WESTERN, decoded, encoding_name, encoding_of, ends_within_a_sign

PIECE = 1 << 20  # signs read at a time
SMALL = 16 << 20  # an object of up to so many bytes is looked at as a whole
MOST = 64 << 20  # ... and no single record is longer
_BLANK = re.compile(r"[\s,]*")


class _NotJson(Exception):
    """What looked like JSON is not."""


def open_json(path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits) -> Iterator[Sheet | UnreadableSheet]:
    """The records as sheets, every leaf as text exactly as written. Raises UnreadableFile."""
    with path.open("rb") as file:
        encoding = encoding_of(file.read(PIECE))
    text = (
        io.StringIO(decoded(path.read_bytes(), encoding))
        if encoding in (WESTERN, "cp1258")
        else path.open(encoding=encoding, newline="")
    )
    with text, tempfile.TemporaryDirectory() as folder:
        reader = _Reader(text)
        tables = RecordTables(Path(folder), f"JSON, {encoding_name(encoding)}", limits)
        try:
            _read(reader, tables, path.stat().st_size <= SMALL)
        except (_NotJson, UnicodeError, RecursionError) as trouble:
            where = reader.line
            if ends_within_a_sign(trouble) or (isinstance(trouble, _NotJson) and reader.is_at_end):
                row = max((1 + table.total for table in tables.tables.values()), default=None)
                raise CutOff(
                    f"JSON không được đóng, ở khoảng dòng {where}", f"its JSON is never closed, near line {where}", row
                ) from None
            raise UnreadableFile(
                f"JSON hỏng hoặc bị cắt cụt ở khoảng dòng {where}",
                f"the JSON is damaged or cut off near line {where} ({type(trouble).__name__.strip('_')})",
            ) from None
        yield from tables.sheets(connection)


def _read(reader: "_Reader", tables: RecordTables, is_small: bool) -> None:
    """Takes the records out of the whole text. Raises _NotJson."""
    if reader.peek() == "[":
        _read_list(reader, tables, "")
    elif is_small or reader.holds_lines():
        first = reader.value()
        if reader.peek() == "{":
            tables.add("", first)
            while reader.peek() == "{":
                tables.add("", reader.value())
        else:
            _take_object(first, tables)
    else:
        _walk(reader, tables, "")
    if reader.peek():
        raise _NotJson


def _read_list(reader: "_Reader", tables: RecordTables, name: str) -> None:
    reader.skip("[")
    first = reader.value() if reader.peek() == "[" else None
    headings = first if is_heading_row(first) and reader.peek() != "]" else None
    if first is not None and headings is None and not name:
        tables.add(name, first)
    while reader.peek() != "]":
        record = reader.value()
        if headings is not None:
            record = under(headings, record) or record
        if not name or isinstance(record, dict):
            tables.add(name, record)
    reader.skip("]")


def _walk(reader: "_Reader", tables: RecordTables, path: str) -> None:
    """The lists of records within an object that is too long to be held."""
    reader.skip("{")
    while reader.peek() != "}":
        key = reader.value()
        reader.skip(":")
        inner = f"{path}.{key}" if path else str(key)
        if reader.peek() == "[":
            _read_list(reader, tables, inner)
        elif reader.peek() == "{":
            _walk(reader, tables, inner)
        else:
            reader.value()
    reader.skip("}")


def _take_object(whole: Any, tables: RecordTables) -> None:
    """An object that says more of itself than of the records within it is a record, otherwise their envelope."""
    if isinstance(whole, dict) and (records := records_in(whole)):
        for record in records:
            tables.add("", record)
        return
    lists: dict[str, list[dict]] = {}
    leaves = _lists_of_records(whole, "", lists)
    widest = max((len(record) for records in lists.values() for record in records), default=0)
    if not lists or leaves > widest:
        tables.add("", whole)
        return
    for name, records in lists.items():
        for record in records:
            tables.add(name, record)


def _lists_of_records(value: Any, path: str, lists: dict[str, list[dict]]) -> int:
    """Puts the lists of records within a value into `lists` by their path, and counts the other leaves."""
    if isinstance(value, dict):
        return sum(_lists_of_records(inner, f"{path}.{key}" if path else key, lists) for key, inner in value.items())
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        lists[path] = value
        return 0
    return 1


class _Reader:
    """Takes one value after the other from a text of any length."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._buffer, self._at = file, "", 0
        self._decode = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str).raw_decode
        self._lines_before = 0

    @property
    def line(self) -> int:
        return 1 + self._lines_before + self._buffer.count("\n", 0, self._at)

    @property
    def is_at_end(self) -> bool:
        """Whether a value begins here that all the rest of the text does not end."""
        if self._more():
            return False
        try:
            self._decode(self._buffer, self._at)
        except json.JSONDecodeError as trouble:
            return trouble.pos >= len(self._buffer.rstrip()) or "Unterminated" in trouble.msg
        return False

    def _more(self) -> bool:
        piece = self._file.read(max(PIECE, len(self._buffer) - self._at))
        self._lines_before += self._buffer.count("\n", 0, self._at)
        self._buffer, self._at = self._buffer[self._at :] + piece, 0
        return bool(piece)

    def peek(self) -> str:
        """The sign that comes next, empty at the end; blanks and commas are passed over."""
        while True:
            self._at = _BLANK.match(self._buffer, self._at).end()
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def skip(self, sign: str) -> None:
        if self.peek() != sign:
            raise _NotJson
        self._at += 1

    def value(self) -> Any:
        if not self.peek():
            raise _NotJson
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except json.JSONDecodeError:
                if len(self._buffer) - self._at > MOST or not self._more():
                    raise _NotJson from None
                continue
            if end == len(self._buffer) and self._more():
                continue  # a number may go on
            self._at = end
            return value

    def holds_lines(self) -> bool:
        """Whether the text begins with two objects, one after the other."""
        try:
            self.peek()
            while len(self._buffer) - self._at < PIECE and self._more():
                pass
            _, end = self._decode(self._buffer, self._at)
        except json.JSONDecodeError:
            return False
        return self._buffer[end : end + PIECE].lstrip().startswith("{")
