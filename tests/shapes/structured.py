"""Containers of records: JSON as an array, inside an answer, by lines; Parquet, as text and with types."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.shapes.table import Shape, as_text, records


def json_array(path: Path, shape: Shape, cases: list[dict]) -> None:
    path.write_text(json.dumps(_objects(shape, cases), ensure_ascii=False, indent=1), encoding="utf-8")


def json_answer(path: Path, shape: Shape, cases: list[dict]) -> None:
    """As a service answers: the records under a name, letters escaped."""
    answer = {"error_code": "0", "message": "success", "total": len(cases), "data": _objects(shape, cases)}
    path.write_text(json.dumps(answer), encoding="ascii")


def json_lines(path: Path, shape: Shape, cases: list[dict]) -> None:
    lines = (json.dumps(record, ensure_ascii=False) for record in _objects(shape, cases))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def parquet(path: Path, shape: Shape, cases: list[dict]) -> None:
    """Typed: numbers, time stamps, lists of structs."""
    pq.write_table(pa.Table.from_pylist(records(shape, cases)), path)


def _objects(shape: Shape, cases: list[dict]) -> list[dict]:
    """Records whose dotted names are objects within objects; what no list can say is text."""
    objects = []
    for record in records(shape, cases):
        made: dict = {}
        for name, cell in record.items():
            *outer, last = name.split(".")
            inside = made
            for part in outer:
                inside = inside.setdefault(part, {})
            inside[last] = cell if cell is None or isinstance(cell, str | int | list) else as_text(cell)
        objects.append(made)
    return objects
