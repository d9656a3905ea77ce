"""The workshop: a DuckDB file in which the SQL rooms are built in the order that they read each other."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp

from flows import ROOT
from flows.common.errors import SetupError
from flows.common.settings import TARGETS, Settings
from flows.common.sql_files import SQL, keep_quiet, run_macros
from flows.reading.ingest import FileOutcome
from flows.reading.scan import landed_rows

ROOMS = ("staging", "intermediate", "marts", "judged")

# What the office maintains: file name and columns, all text. A file that is not there is an empty table; a column
# with ? may be lacking, as in a folder made for an earlier version, and is then empty.
REFERENCE = {
    "units": "unit_code unit_name unit_level unit_type parent_code district_code case_code_prefix",
    "unit_aliases": "alias district_code unit_code",
    "status_codes": "status_text status_code is_pause is_refusal",
    "status_stages": "status_code stage counts_as is_closed awaits",
    "channels": "channel_text channel",
    "petition_statuses": "status_text status",
    "slip_reasons": "phrase reason_class",
    "petition_channels": "channel_text channel",
    "authority_levels": "authority_text unit_level",
    "usage_statuses": "usage_text is_in_use",
    "tracked_procedures": "measure procedure_code from_date basis",
    "holidays": "holiday_date name_vi",
    "published_procedures": "procedure_code procedure_name sector level authority service_level time_limit "
    "valid_from valid_to decision",
    "inspection_plan": "plan_no unit_code unit_as_written quarters note",
    "systems": "source_system name_vi name_en precedence note",
    "evaluation_points": "unit_code period_id index_number points note",
    "conventions": "convention_no convention_id compare end_basis due? undated waiting stopped withdrawn systems "
    "name_vi name_en says_vi says_en source",
    "past_visits": "unit_code visited_on note",
    "visits": "unit_code replaces reason agreed_by decided_on",
    "acknowledged": "rule_id case_id unit_code reason agreed_by valid_from valid_until",
}

# What no office decides: where its folder has no such file, the one that comes with the code stands.
NATIONAL = ("status_stages",)

_EXTRACT_COLUMNS = (
    "extract_id file_name sheet sha256 bytes:bigint outcome layout kind source_system date_order zone "
    "rows_read:bigint rows_furniture:bigint values_masked:bigint sender_unit_code taken_at "
    "period_from period_to period_kind"
)
_DATE_COLUMNS = "extract_id field date_order values_filled:bigint proofs_of_order:bigint proofs_of_other:bigint"
_FURNITURE_COLUMNS = "extract_id sheet row_number:bigint furniture_kind cells_filled:bigint number_told:bigint"
_REFUSAL_COLUMNS = "extract_id sheet row_number:bigint column_name found expected todo"


def open_warehouse(path: Path) -> duckdb.DuckDBPyConnection:
    """A writable warehouse. Memory is bounded, so that it runs on an office PC; DuckDB spills beside the file."""
    connection = duckdb.connect(str(path), config={"memory_limit": "1GB", "threads": 2})
    connection.execute("set preserve_insertion_order = true")
    keep_quiet(connection)
    return connection


def load_sources(
    connection: duckdb.DuckDBPyConnection, settings: Settings, outcomes: Iterable[FileOutcome], kinds: dict
) -> None:
    """Puts the landed rows, the reference files and the parameters into the warehouse, all but parameters as text.

    Raises SetupError when a reference file lacks a column.
    """
    outcomes = list(outcomes)
    _load_parameters(connection, settings)
    for name, columns in REFERENCE.items():
        path = settings.reference / f"{name}.csv"
        if name in NATIONAL and not path.exists():
            path = ROOT / "data" / "reference" / path.name
        _load_reference(connection, path, f"ref_{name}", columns.split())
    sheets = [landed for outcome in outcomes for landed in outcome.landed]
    for kind, declared in kinds.items():
        files = [settings.landed / sheet.parquet for sheet in sheets if sheet.kind == kind]
        _load_landed(connection, f"landed_{kind}", files, list(declared["passes"]))
    names = [column.partition(":")[0] for column in _EXTRACT_COLUMNS.split()]
    known = [asdict(sheet) | {"outcome": "read", "zone": sheet.zone or settings.dates.zone} for sheet in sheets]
    extracts = [[card[name] for name in names] for card in known]
    refusals = []
    for outcome in outcomes:
        for number, refusal in enumerate(outcome.refused, start=1):
            extract_id = f"{outcome.sha256[:12] or outcome.file_name}!{number}"
            known = [extract_id, outcome.file_name, refusal.sheet, outcome.sha256, outcome.bytes, "refused"]
            extracts.append(known + [None] * (len(_EXTRACT_COLUMNS.split()) - len(known)))
            reason = (
                f"{refusal.reason_en}. {refusal.todo_en}"
                if settings.lang == "en"
                else f"{refusal.reason_vi}. {refusal.todo_vi}"
            )
            refusals.append(
                [extract_id, refusal.sheet, refusal.row, refusal.column, refusal.found, refusal.expected, reason]
            )
    _load_rows(connection, "source_extracts", _EXTRACT_COLUMNS, extracts)
    _load_rows(connection, "source_refusals", _REFUSAL_COLUMNS, refusals)
    covers = [[sheet.extract_id, unit_code] for sheet in sheets for unit_code in sheet.covers]
    fields = [[sheet.extract_id, name] for sheet in sheets for name in sheet.fields_present]
    _load_rows(connection, "source_extract_fields", "extract_id field", fields)
    _load_rows(connection, "source_extract_covers", "extract_id unit_code", covers)
    dated = [[sheet.extract_id, *column.values()] for sheet in sheets for column in sheet.date_columns]
    _load_rows(connection, "source_date_columns", _DATE_COLUMNS, dated)
    furniture = [[sheet.extract_id, sheet.sheet, *row.values()] for sheet in sheets for row in sheet.furniture]
    _load_rows(connection, "source_furniture", _FURNITURE_COLUMNS, furniture)


def _load_rows(connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: list[list]) -> None:
    declared = [column.partition(":")[::2] for column in columns.split()]
    schema = pa.schema([(name, pa.int64() if kind == "bigint" else pa.string()) for name, kind in declared])
    cells = [dict(zip(schema.names, row, strict=True)) for row in rows]
    connection.execute(f"drop table if exists {table}")
    connection.from_arrow(pa.Table.from_pylist(cells, schema=schema)).create(table)


def _load_parameters(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    words = {
        "window_from": settings.window_from.isoformat(),
        "window_to": settings.window_to.isoformat(),
        "grain": settings.grain,
    }
    _load_rows(connection, "audit_parameters", " ".join(words), [list(words.values())])
    numbers = {**settings.thresholds, **settings.inspection.numbers, "unread_share": settings.dates.unread_share}
    for name, number in numbers.items():
        connection.execute(f"alter table audit_parameters add column {name} double default {float(number)!r}")
    for name, kind in TARGETS.items():
        column = "date" if kind is date else "double"
        connection.execute(f"alter table audit_parameters add column {name} {column}")
        connection.execute(f"update audit_parameters set {name} = ?", [settings.targets.get(name)])
    connection.execute("create or replace table audit_risks (component varchar, weight double, full_at double)")
    risks = [[component, *numbers] for component, numbers in settings.inspection.risks.items()]
    connection.executemany("insert into audit_risks values (?, ?, ?)", risks)


def _load_reference(connection: duckdb.DuckDBPyConnection, path: Path, table: str, columns: list[str]) -> None:
    if not path.exists():
        _load_rows(connection, table, " ".join(columns).replace("?", ""), [])
        return
    try:
        relation = connection.read_csv(str(path), header=True, all_varchar=True, delimiter=",", quotechar='"')
        missing = [name for name in columns if name.rstrip("?") not in relation.columns]
        lacking = [name.rstrip("?") for name in missing if name.endswith("?")]
        if missing := [name for name in missing if not name.endswith("?")]:
            raise SetupError(f"Tệp {path} thiếu cột {missing}.", f"{path} lacks the columns {missing}.")
        connection.execute(f"drop table if exists {table}")
        present = [name.rstrip("?") for name in columns]
        relation.project(", ".join(f"null::varchar as {name}" if name in lacking else name for name in present)).create(
            table
        )
    except duckdb.Error as trouble:
        first = str(trouble).splitlines()[0]
        raise SetupError(f"Không đọc được {path}: {first}", f"{path} cannot be read: {first}") from None


def _load_landed(connection: duckdb.DuckDBPyConnection, table: str, files: list[Path], fields: list[str]) -> None:
    columns = ["extract_id", "sheet", "row_number", *fields, "group_text"]
    if not files:
        _load_rows(connection, table, " ".join(f"{c}:bigint" if c == "row_number" else c for c in columns), [])
        return
    connection.execute(f"create or replace view {table} as select {', '.join(columns)} from ({landed_rows(files)})")


def build(
    connection: duckdb.DuckDBPyConnection,
    rooms: Iterable[str] = ROOMS,
    on_table: Callable[[str], None] = lambda _: None,
) -> None:
    """Runs every SQL file of the rooms, each into the table of its name. `on_table` is told each name before."""
    run_macros(connection)
    for room in rooms:
        for path in build_order(room):
            on_table(path.stem)
            query = path.read_text(encoding="utf-8")
            connection.execute(f"create or replace table {path.stem} as\n{query}")


@cache
def build_order(room: str) -> tuple[Path, ...]:
    """The files of a room, each after those that it reads."""
    paths = {path.stem: path for path in sorted((SQL / room).rglob("*.sql"))}
    reads = {name: tables_read(path) & paths.keys() - {name} for name, path in paths.items()}
    return tuple(paths[name] for name in TopologicalSorter(reads).static_order())


@cache
def tables_read(path: Path) -> frozenset[str]:
    """The tables that a SQL file reads, its own CTEs left out where they do not stand for a table of that name."""
    tree = sqlglot.parse_one(path.read_text(encoding="utf-8"), dialect="duckdb")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    names = set()
    for table in tree.find_all(exp.Table):
        inside = table.find_ancestor(exp.CTE)
        if table.name and (table.name not in own or (inside is not None and inside.alias == table.name)):
            names.add(table.name)
    return frozenset(names)
