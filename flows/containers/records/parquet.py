"""Parquet: a table of typed columns; dates and times become ISO text, in Vietnam's time where they have a zone."""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.common.limits import Limits
from flows.containers.records.records import RecordTables, record_sheet
from flows.containers.sheets.sheet import Sheet, UnreadableFile, UnreadableSheet, empty_file, too_wide

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
BATCH_ROWS = 10_000


def open_parquet(
    path: Path, connection: duckdb.DuckDBPyConnection, limits: Limits
) -> Iterator[Sheet | UnreadableSheet]:
    """The file as a sheet of records. Raises UnreadableFile."""
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, UnicodeDecodeError, OSError) as trouble:
        if isinstance(trouble, OSError) and trouble.errno:
            raise
        raise UnreadableFile("tệp Parquet hỏng hoặc bị cắt cụt", "the Parquet file is damaged or cut off") from None
    if not schema.names:
        raise empty_file()
    if len(schema.names) > limits.columns:
        raise too_wide(len(schema.names), limits.columns)
    if any(pa.types.is_nested(kind) for kind in schema.types):
        with tempfile.TemporaryDirectory() as folder:
            tables = RecordTables(Path(folder), "Parquet", limits)
            for batch in pq.ParquetFile(path).iter_batches(BATCH_ROWS):
                for record in batch.to_pylist():
                    tables.add("", _as_json(record))
            yield from tables.sheets(connection)
        return
    rows = connection.query("select * from read_parquet(?, file_row_number = true)", params=[_literal_name(path)])
    inner = rows.columns[: len(schema.names)]
    cells = [
        f"{_text(_quoted(name), kind)} as c{i}" for i, (name, kind) in enumerate(zip(inner, rows.types, strict=False))
    ]
    rows = rows.project(f"file_row_number + 2 as row_number, {', '.join(cells)}")
    yield record_sheet("", schema.names, rows, connection, "Parquet")


def _literal_name(path: Path) -> str:
    """DuckDB takes some signs of a name for a pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(cell: str, kind: Any) -> str:
    kind = str(kind)
    if kind == "TIMESTAMP WITH TIME ZONE":
        cell, kind = f"timezone('Asia/Ho_Chi_Minh', {cell})", "TIMESTAMP"
    if kind.startswith("TIMESTAMP"):
        return f"regexp_replace({cell}::varchar, ' 00:00:00$', '')"
    if kind in ("DOUBLE", "FLOAT"):
        return f"regexp_replace({cell}::varchar, '\\.0$', '')"
    return f"{cell}::varchar"


def _as_json(value: Any) -> Any:
    """A value as JSON would hold it, its leaves as text."""
    if isinstance(value, dict):
        return {key: _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    if isinstance(value, datetime):
        local = value.astimezone(HERE).replace(tzinfo=None) if value.tzinfo else value
        return local.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if value is None or isinstance(value, str | bool):
        return value
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
