"""Which statuses, channels and units of a sheet the office's reference lists do not know, told by the same SQL that the
audit builds, over the rows of this one sheet, in memory.
"""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb

from flows.common.errors import OnestopError
from flows.common.settings import Settings
from flows.tables.layouts import Match, load_kinds
from flows.warehouse.warehouse import build_order, load_sources, tables_read

# What is asked of the staging room: the field, and of its unknown spellings how many there are and in how many rows.
_QUESTIONS = {
    "status": (
        "select count(*), coalesce(sum(n), 0) from "
        "(select status, count(*) as n from landed_cases group by all) as found "
        "inner join stg_statuses on found.status = stg_statuses.status_text where status_code is null"
    ),
    "channel": (
        "select count(*), coalesce(sum(n), 0) from "
        "(select channel, count(*) as n from landed_cases group by all) as found "
        "inner join stg_channels on found.channel = stg_channels.channel_text where stg_channels.channel is null"
    ),
    "unit": (
        "select count(*), coalesce(sum(mentions), 0) from stg_unit_mentions as mentioned "
        "inner join stg_unit_names as named on mentioned.unit is not distinct from named.unit "
        "and mentioned.district is not distinct from named.district "
        "and mentioned.sender_unit_code is not distinct from named.sender_unit_code where named.unit_code is null"
    ),
}
_TABLES = {"stg_statuses", "stg_channels", "stg_unit_mentions", "stg_unit_names"}


class Unmapped(NamedTuple):
    """Spellings of a field that no reference list knows, and the data rows in which they stand."""

    field: str
    spellings: int
    rows: int


def unmapped(
    match: Match, sender: str | None, reference: Path, layouts: Path, connection: duckdb.DuckDBPyConnection
) -> list[Unmapped]:
    """Counts over the table `classified_rows`. `sender` is the unit's code on the origin card.

    Raises SetupError when a reference list cannot be read, OnestopError when a SQL file of ours does not run.
    """
    layout = match.layout
    present = {column.field for column in match.columns if column.role == "field"}
    if not present & _QUESTIONS.keys():
        return []
    nowhere = Settings(reference, layouts, reference, reference, reference, date.min, date.max, "day", {})
    load_sources(connection, nowhere, [], load_kinds(layouts))
    columns = {column.field: f"c{column.index}" for column in match.columns if column.role == "field"}
    fields = ", ".join(f'{columns.get(name, "null::varchar")} as "{name}"' for name in layout.passes)
    connection.execute(f"drop table landed_{layout.kind}")
    connection.execute(
        f"create table landed_{layout.kind} as select 'x' as extract_id, '' as sheet, row_number, {fields}, "
        "null::varchar as group_text from classified_rows where row_kind = 'data'"
    )
    connection.execute(
        "insert into source_extracts by name select 'x' as extract_id, 'read' as outcome, ? as layout, ? as kind, "
        "? as source_system, ? as date_order, ? as sender_unit_code",
        [layout.layout_id, layout.kind, layout.source_system, layout.date_order, sender],
    )
    for path in _needed():
        try:
            connection.execute(f"create or replace table {path.stem} as\n{path.read_text(encoding='utf-8')}")
        except duckdb.Error as trouble:  # a file of ours: no fault of the extract
            kind = type(trouble).__name__
            raise OnestopError(
                f"{path.name} không chạy được ({kind}).", f"{path.name} does not run ({kind})."
            ) from None
    counts = {name: connection.execute(query).fetchall()[0] for name, query in _QUESTIONS.items() if name in present}
    return [Unmapped(name, *found) for name, found in counts.items() if found[0]]


def _needed() -> list[Path]:
    """The files of the staging room that the questions rest on, in the order in which they are built."""
    wanted, order = set(_TABLES), build_order("staging")
    for path in reversed(order):
        if path.stem in wanted:
            wanted |= tables_read(path)
    return [path for path in order if path.stem in wanted]
