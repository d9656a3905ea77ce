"""A warehouse in memory, its landed tables filled directly: for many cases at once, where files only cost time."""

from dataclasses import replace

import duckdb
import pandas as pd

from flows.common.settings import Settings
from flows.tables.layouts import load_kinds
from flows.warehouse.warehouse import ROOMS, build, load_sources
from tests.casebook import LAYOUTS

KINDS = load_kinds(LAYOUTS)
FIELDS = tuple(KINDS["cases"]["passes"])


def built(
    settings: Settings, extracts: list[dict], rows: list[dict], rooms: tuple[str, ...] = ROOMS
) -> duckdb.DuckDBPyConnection:
    """`rows` are landed cases, each with its extract_id and row_number; `extracts` may say date_order, and as `fields`
    which columns they have.
    """
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    load_sources(connection, replace(settings), [], KINDS)
    known = {"sheet": "", "outcome": "read", "kind": "cases", "source_system": "one_stop", "date_order": "dmy"}
    known |= {"zone": settings.dates.zone}
    known |= {"rows_read": 0, "rows_furniture": 0, "values_masked": 0}
    fields = {extract["extract_id"]: extract.get("fields", FIELDS) for extract in extracts}
    told = [{name: value for name, value in extract.items() if name != "fields"} for extract in extracts]
    cards = pd.DataFrame([known | {"file_name": f"{extract['extract_id']}.csv"} | extract for extract in told])
    counts = pd.Series([row["extract_id"] for row in rows]).value_counts()
    cards["rows_read"] = cards["extract_id"].map(counts).fillna(0).astype("int64")
    present = [{"extract_id": extract, "field": field} for extract, own in fields.items() for field in own]
    landed = pd.DataFrame([{"sheet": ""} | row for row in rows])
    for table, frame in {
        "source_extracts": cards,
        "source_extract_fields": pd.DataFrame(present),
        "landed_cases": landed,
    }.items():
        connection.register("given", frame)
        connection.execute(f"insert into {table} by name select * from given")
        connection.unregister("given")
    build(connection, rooms)
    return connection
