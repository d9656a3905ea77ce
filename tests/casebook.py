"""A tiny audit from rows written by hand: real files, the real reader, a real warehouse, the real judge.

Rows are dicts of canonical fields (`case_id`, `received_at`, …) and are written under the headings of a layout of
`data/layouts/`. A field that no row names is a column that was not delivered.
"""

import csv
import json
import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import duckdb

from flows import ROOT
from flows.common.settings import Settings
from flows.reading.ingest import FileOutcome, ingest_file, raw_files
from flows.steps import build_marts, judge_marts
from flows.tables.layouts import load_kinds, load_layouts
from flows.warehouse.warehouse import (
    REFERENCE,
    ROOMS,
    build_order,
    load_sources,
    open_warehouse,
    run_macros,
    tables_read,
)

REFERENCE_FOLDER = ROOT / "data" / "reference"
LAYOUTS = ROOT / "data" / "layouts"
THRESHOLDS = tomllib.loads((REFERENCE_FOLDER / "audit.toml").read_text(encoding="utf-8"))["thresholds"]
ALL_NAMES = "phrase,may_be_name\n*,\n"
WINDOW = (date(2020, 6, 1), date(2021, 4, 30))
OFFICE = (
    *("units", "unit_aliases", "status_codes", "channels", "authority_levels", "holidays", "systems"),
    *("usage_statuses", "tracked_procedures"),
    "conventions",
    *("petition_statuses", "petition_channels", "words", "family_names", "slip_reasons"),
)


class Casebook:
    """A folder of extracts, their origin cards and the reference lists. The office's own lists are copied, but for
    published procedures and acknowledged findings, which are empty until written.
    """

    def __init__(self, folder: Path, window: tuple[date, date] = WINDOW, names_pass: bool = True) -> None:
        self.folder, self.window = folder, window
        self.raw, self.references = folder / "raw", folder / "reference"
        self.raw.mkdir(parents=True)
        self.references.mkdir()
        for name in OFFICE:
            shutil.copy(REFERENCE_FOLDER / f"{name}.csv", self.references)
        if names_pass:  # the files of a test are named as it likes
            (self.references / "harmless_names.csv").write_text(ALL_NAMES, encoding="utf-8")

    def write(self, name: str, layout: str, rows: list[dict], **card) -> str:
        """Writes `name` as a csv in a layout; `card` (sender, taken_at, covers) as its origin card."""
        written_as = headings(layout)
        fields = list(dict.fromkeys(field for row in rows for field in row))
        with (self.raw / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([written_as[field] for field in fields])
            writer.writerows([[row.get(field) or "" for field in fields] for row in rows])
        if card:
            (self.raw / f"{name}.origin.json").write_text(json.dumps(card), encoding="utf-8")
        return name

    def cases(self, name: str, rows: list[dict], **card) -> str:
        return self.write(name, "onestop_case_list", rows, **card)

    def reference(self, name: str, rows: list[dict]) -> None:
        with (self.references / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, REFERENCE[name].replace("?", "").split(), restval="")
            writer.writeheader()
            writer.writerows(rows)

    def settings(self, grain: str = "day") -> Settings:
        return Settings(
            raw=self.raw,
            layouts=LAYOUTS,
            reference=self.references,
            marts=self.folder / "marts",
            landed=self.folder / "landed",
            window_from=self.window[0],
            window_to=self.window[1],
            grain=grain,
            thresholds=THRESHOLDS,
            personal_key=b"a key for tests",
        )

    def build(self, grain: str = "day") -> Path:
        """The warehouse with its marts, not yet judged."""
        return build_warehouse(self.settings(grain), self.folder / f"{grain}.duckdb")

    def tables(self, grain: str = "day") -> "Tables":
        """The warehouse of a test that looks at a few tables: each is built when a query first names it."""
        return Tables(self.settings(grain), self.folder / f"{grain}.duckdb")

    def audit(self, grain: str = "day") -> duckdb.DuckDBPyConnection:
        """The finished warehouse, read-only."""
        warehouse = self.build(grain)
        judge_marts(warehouse, self.settings(grain))
        return duckdb.connect(str(warehouse), read_only=True)


class Tables:
    """A warehouse in which a table is built, with all that it reads, when a query first names it. Use it in a `with`
    block.
    """

    def __init__(self, settings: Settings, warehouse: Path) -> None:
        self._connection = open_warehouse(warehouse)
        load_sources(self._connection, settings, ingest_all(settings), load_kinds(settings.layouts))
        run_macros(self._connection)
        self._files = {path.stem: path for room in ROOMS for path in build_order(room)}
        self._built: set[str] = set()

    def execute(self, query: str, values: list | None = None) -> duckdb.DuckDBPyConnection:
        for name in self._files.keys() & set(re.findall(r"\w+", query)):
            self._build(name)
        return self._connection.execute(query, values or [])

    def _build(self, name: str) -> None:
        if name not in self._built:
            self._built.add(name)
            path = self._files[name]
            for other in sorted(tables_read(path) & self._files.keys() - {name}):
                self._build(other)
            self._connection.execute(f"create or replace table {name} as\n{path.read_text(encoding='utf-8')}")

    def __enter__(self) -> "Tables":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def ingest_all(settings: Settings) -> list[FileOutcome]:
    layouts = load_layouts(settings.layouts)
    return [ingest_file(path, settings, layouts) for path in raw_files(settings)]


def build_warehouse(settings: Settings, warehouse: Path) -> Path:
    build_marts(warehouse, settings, ingest_all(settings))
    return warehouse


def drawn(text: str) -> list[dict[str, str]]:
    """The rows of a table drawn with bars: the first line names the columns, an empty cell is an empty text."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def rows_of(connection: duckdb.DuckDBPyConnection | Tables, query: str, values: list | None = None) -> list[dict]:
    """A query's rows as dicts."""
    cursor = connection.execute(query, values or [])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def headings(layout: str) -> dict[str, str]:
    """Field -> the first heading under which a layout knows it."""
    declared = tomllib.loads((LAYOUTS / f"{layout}.toml").read_text(encoding="utf-8"))
    tables = [declared["fields"], declared.get("presence", {}), declared.get("personal", {}).get("hash", {})]
    return {field: spellings[0] for table in tables for field, spellings in table.items()}
