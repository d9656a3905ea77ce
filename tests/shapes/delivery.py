"""Extracts as a raw folder receives them: one file for each shape in each container, with its card, through the real
ingest into a real warehouse.
"""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from flows.common.settings import Settings, load_settings
from flows.reading.ingest import FileOutcome, ingest_file
from flows.tables.layouts import load_kinds, load_layouts
from flows.warehouse.warehouse import build, load_sources, open_warehouse
from tests.casebook import ALL_NAMES
from tests.shapes import truth
from tests.shapes.containers import CONTAINERS, OLD
from tests.shapes.table import Shape


@dataclass
class Parcel:
    """One shape in one container: its cases, its files (one for each unit where only the sender tells the unit) and
    what became of them.
    """

    shape: Shape
    container: str
    cases: list[dict]
    files: list[Path] = field(default_factory=list)
    outcomes: list[FileOutcome] = field(default_factory=list)


def pack(shape: Shape, container: str, number: int, count: int, raw: Path) -> Parcel:
    """Writes `count` cases, where a file is one unit's own those of two units; `number` of the parcel keeps their codes
    apart from those of other parcels.
    """
    parcel = Parcel(shape, container, truth.in_file(truth.draw(count), number))
    ending, write = (CONTAINERS | OLD)[container]
    senders: list[str | None] = [None]
    if not shape.names_unit:
        senders = sorted({case["unit_code"] for case in parcel.cases})[:2]
        parcel.cases = [case for case in parcel.cases if case["unit_code"] in senders]
    for sender in senders:
        path = raw / f"{number:03d}-{shape.name}{(sender and f'-{sender}') or ''}{ending}"
        write(path, shape, [case for case in parcel.cases if sender in (None, case["unit_code"])])
        card = {"taken_at": "2021-05-05T08:00:00"} | ({"sender": sender} if sender else {})
        path.with_name(path.name + ".origin.json").write_text(json.dumps(card), encoding="utf-8")
        parcel.files.append(path)
    return parcel


def settings(folder: Path) -> Settings:
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    shutil.copytree(truth.REFERENCE, folder / "reference")
    (folder / "reference" / "harmless_names.csv").write_text(ALL_NAMES, encoding="utf-8")
    return load_settings(folder / "raw", reference=folder / "reference", marts=folder / "marts", grain="day")


def receive(parcels: list[Parcel], using: Settings) -> None:
    layouts = load_layouts(using.layouts)
    for parcel in parcels:
        parcel.outcomes = [ingest_file(path, using, layouts) for path in parcel.files]


def built(parcels: list[Parcel], using: Settings) -> duckdb.DuckDBPyConnection:
    """The warehouse of all parcels with its marts."""
    connection = open_warehouse(using.landed / "warehouse.duckdb")
    outcomes = [outcome for parcel in parcels for outcome in parcel.outcomes]
    load_sources(connection, using, outcomes, load_kinds(using.layouts))
    build(connection, ("staging", "intermediate", "marts"))
    return connection
