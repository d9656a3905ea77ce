"""Records, as JSON and Parquet hold them: nested objects become columns "outer.inner", lists of objects a sheet."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.common.grid import HEAD_ROWS
from flows.common.limits import Limits
from flows.containers.sheets.sheet import Sheet, UnreadableSheet, too_wide

PART_ROWS = 20_000  # records that are kept in memory
PLAIN = {str, type(None)}


@dataclass
class _Table:
    """The records of one sheet, put aside in parts: a part knows only the columns that its records fill."""

    name: str
    parent: str | None
    number: int
    headings: dict[str, int] = field(default_factory=dict)
    filled: set[str] = field(default_factory=set)
    parts: list[Path] = field(default_factory=list)
    waiting: list[dict[str, str | None]] = field(default_factory=list)
    total: int = 0


class RecordTables:
    """Takes records one by one and hands them on as sheets. Its parts lie in a folder that must outlive the sheets."""

    def __init__(self, folder: Path, container: str, limits: Limits) -> None:
        self._folder, self._container, self._limits = folder, container, limits
        self.tables: dict[tuple[str | None, str], _Table] = {}

    def add(
        self, name: str, record: Any, parent: str | None = None, above: dict[str, str | None] | None = None
    ) -> None:
        """One record, with what the record `above` it says under headings "../Key". Raises UnreadableFile."""
        table = self.tables.get((parent, name))
        if table is None:
            table = self.tables[parent, name] = _Table(name, parent, len(self.tables))
        nested: list[tuple[str, list]] = []
        if isinstance(record, dict) and set(map(type, record.values())) <= PLAIN:
            flat: dict[str, str | None] = record
        else:
            flat = {}
            _flatten(record, "", flat, nested)
        if above:
            flat |= above
        table.waiting.append(flat)
        table.total += 1
        if len(table.waiting) == PART_ROWS:
            self._put_aside(table)
        if nested:
            own = {f"../{key}": value for key, value in flat.items() if not key.startswith("../")}
            for key, children in nested:
                scalars = {heading: value for heading, value in own.items() if heading != f"../{key}"}
                for child in children:
                    self.add(key, child, name, scalars)

    def _put_aside(self, table: _Table) -> None:
        records, table.waiting = table.waiting, []
        shapes = dict.fromkeys(map(tuple, records))
        headings = dict.fromkeys(heading for shape in shapes for heading in shape)
        for heading in headings:
            table.headings.setdefault(heading, len(table.headings))
        if len(table.headings) > self._limits.columns:
            raise too_wide(len(table.headings), self._limits.columns)
        first = table.total - len(records) + 2  # the headings are row 1
        columns = {"row_number": pa.array(range(first, first + len(records)), pa.int64())}
        if len(shapes) == 1:
            values = zip(*(record.values() for record in records), strict=True)
        else:
            values = ([record.get(heading) for record in records] for heading in headings)
        for heading, column in zip(headings, values, strict=False):
            cells = _cells(column)
            columns[f"c{table.headings[heading]}"] = cells
            if cells.null_count < len(cells):
                table.filled.add(heading)
        path = self._folder / f"{table.number}-{len(table.parts)}.parquet"
        pq.write_table(pa.table(columns), path, compression="lz4", use_dictionary=False, write_statistics=False)
        table.parts.append(path)

    def sheets(self, connection: duckdb.DuckDBPyConnection) -> Iterator[Sheet | UnreadableSheet]:
        for table in self.tables.values():
            self._put_aside(table)
            # An object that is null in some records is no column beside those of its keys.
            outer = {heading[:end] for heading in table.headings for end in _dots(heading)} - table.filled
            kept = [heading for heading in table.headings if heading not in outer]
            if not kept:
                yield UnreadableSheet(table.name, "các bản ghi đều trống", "its records are all empty")
                continue
            rows = connection.read_parquet([str(part) for part in table.parts], union_by_name=True)
            cells = ", ".join(f"c{table.headings[heading]} as c{i}" for i, heading in enumerate(kept))
            rows = rows.project(f"row_number, {cells}")
            yield record_sheet(
                table.name, list(map(_whole_signs, kept)), rows, connection, self._container, table.parent
            )


def _cells(column: Sequence[str | None]) -> pa.Array:
    try:
        return pa.array(column, pa.string())
    except UnicodeEncodeError:
        return pa.array([text and _whole_signs(text) for text in column], pa.string())


def _whole_signs(text: str) -> str:
    """JSON can write half a sign ("\\ud83d" alone), which no other text can hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _dots(heading: str) -> Iterator[int]:
    """Where the keys of a heading "outer.inner" part."""
    return (place for place, sign in enumerate(heading) if sign == "." and not heading.startswith("../", place - 1))


def record_sheet(
    name: str,
    headings: list[str],
    rows: duckdb.DuckDBPyRelation,
    connection: duckdb.DuckDBPyConnection,
    container: str,
    parent: str | None = None,
) -> Sheet:
    """A sheet of records: its headings are row 1, and `rows` are numbered from 2 on."""
    texts = ", ".join("'" + heading.replace("'", "''") + f"' as c{i}" for i, heading in enumerate(headings))
    head = [headings, *(list(row[1:]) for row in rows.limit(HEAD_ROWS - 1).fetchall())]
    scans = [connection.sql(f"select 1::bigint as row_number, {texts}").union(rows)]
    return Sheet(name, head, len(headings), scans, container, is_records=True, parent=parent)


def _flatten(record: Any, path: str, flat: dict[str, str | None], nested: list[tuple[str, list]]) -> None:
    if not isinstance(record, dict):
        record, path = {path or "value": record}, ""
    for key, value in record.items():
        heading = f"{path}.{key}" if path else key
        if value is None or isinstance(value, str):
            flat[heading] = value
        elif isinstance(value, dict) and value:
            _flatten(value, heading, flat, nested)
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            nested.append((heading, value))
            flat[heading] = str(len(value))
        elif isinstance(value, list):
            flat[heading] = "; ".join(text for item in value if (text := _text(item)) is not None) or None
        else:
            flat[heading] = _text(value)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if value else None
