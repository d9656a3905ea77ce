"""Through the door: one sheet of an extract becomes landed text rows, its personal columns hashed or left outside.

A landed file is Parquet, named by the content of the extract and of all that decides how it is read, so that an
unchanged extract is never read twice. It holds one row per data row (`extract_id`, `sheet`, `row_number`, the kind's
fields as text, `group_text`); nothing that stood in a personal column, and of the others only what `door.py` lets pass.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from flows.common.errors import Refusal
from flows.common.settings import Dates
from flows.containers import Sheet
from flows.door.door import Door
from flows.door.judging import Judgement, judge_column
from flows.door.names import Shown, as_written
from flows.reading.date_columns import date_columns, placed
from flows.reading.scan import literal, scanned
from flows.tables.furniture import furniture_rows
from flows.tables.layouts import Match
from flows.tables.refusals import nameless_column, undeclared_person
from flows.tables.rows import COUNTED, DATA, GROUP, classify, group_text
from flows.tables.stacked import Below, headings_below, restacked
from flows.tables.titles import period_of

LANDING_VERSION = 14  # raise it when the same bytes would land otherwise: landed files of before are then left alone

OFFICE_DATES = Dates()


@dataclass
class Landed:
    """What became of one sheet. `rows_read` are data rows; furniture is all else below the headings that is not
    blank: numbering, group and total rows, repeated headings, signatures. `values_masked` did not pass the door.
    """

    extract_id: str
    file_name: str
    sheet: str
    sha256: str
    bytes: int
    layout: str
    kind: str
    source_system: str
    date_order: str
    zone: str | None
    parquet: str
    heading_row: int
    rows_read: int
    rows_furniture: int
    rows_blank: int
    values_masked: int = 0
    fields_present: list[str] = field(default_factory=list)
    sender_unit_code: str | None = None
    received_on: str | None = None
    taken_at: str | None = None
    covers: list[str] = field(default_factory=list)
    date_columns: list[dict] = field(default_factory=list)  # as flows/reading/date_columns.py counts them
    period_from: str | None = None
    period_to: str | None = None
    period_kind: str | None = None
    furniture: list[dict] = field(default_factory=list)  # row by row, as flows/tables/furniture.py tells it


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def land(
    sheet: Sheet,
    match: Match,
    extract: dict,
    folder: Path,
    door: Door,
    connection: duckdb.DuckDBPyConnection,
    dates: Dates = OFFICE_DATES,
    shown: Shown = as_written,
) -> Landed | Refusal:
    """Writes the landed Parquet of one sheet and returns its card.

    `extract` gives extract_id, file_name, sha256, bytes, parquet (the name in `folder`); headings that a refusal tells
    go through `shown`. Nothing is written and the sheet is refused when a data row has a value in a column without
    heading, which could be anything, when a column holds persons and is not declared to, when headings come again that
    cannot be mapped (flows/tables/stacked.py), or when its dates cannot be trusted (flows/reading/date_columns.py).
    """
    target = folder / extract["parquet"]
    scan = target.with_suffix(".scan")
    with scanned(sheet, match, extract["extract_id"], door, scan, connection):
        counts, surely, below = _count_rows(sheet, match, connection)
        moved = restacked(sheet, match, below)
        if isinstance(moved, Refusal):
            return placed(moved, extract["file_name"], sheet.name)
        if moved is not None:
            return land(*moved, extract, folder, door, connection, dates)
        rows = "sheet_data where true"
        stray = f"select row_number, stray from {rows} and stray is not null order by row_number limit 1"
        if found := connection.execute(stray).fetchone():
            return nameless_column(extract["file_name"], sheet.name, found[0], column_letter(found[1]))
        judged = {}
        for column in match.columns:
            cell = f'"{column.field}"' if column.role == "field" else f"c{column.index}"
            judgement = judge_column(column, match, door, connection, cell, rows, "misshapen")
            if judgement.holds_persons:
                place = (match.heading_row + match.span, column_letter(column.index))
                layout_id = match.layout.layout_id
                heading = shown(column.heading)
                return undeclared_person(extract["file_name"], sheet.name, *place, heading, layout_id)
            if column.role == "field":
                judged[column.field] = judgement
        dated = date_columns(match, dates, connection, shown)
        if isinstance(dated, Refusal):
            return placed(dated, extract["file_name"], sheet.name)
        landed = _card(sheet, match, extract, counts, judged)
        landed.date_columns = dated
        landed.furniture = furniture_rows(sheet.width, connection)
        if landed.values_masked or surely < sum(counts.values()):
            _write(match, landed, judged, door, target, connection)
        else:
            scan.replace(target)
    return landed


def _card(sheet: Sheet, match: Match, extract: dict, counts: dict[str, int], judged: dict[str, Judgement]) -> Landed:
    return Landed(
        **extract,
        sheet=sheet.name,
        layout=match.layout.layout_id,
        kind=match.layout.kind,
        source_system=match.layout.source_system,
        date_order=match.layout.date_order,
        zone=match.layout.zone,
        heading_row=match.heading_row + 1,
        rows_read=counts.get("data", 0),
        rows_blank=counts.get("blank", 0),
        rows_furniture=sum(n for kind, n in counts.items() if kind not in ("data", "blank")),
        values_masked=sum(judgement.personal + judgement.others for judgement in judged.values()),
        fields_present=sorted({column.field for column in match.columns if column.field}),
        **period_of(sheet.head[: match.heading_row])._asdict(),
    )


def _count_rows(
    sheet: Sheet, match: Match, connection: duckdb.DuckDBPyConnection
) -> tuple[dict[str, int], int, list[Below]]:
    """Rows by their kind, how many were surely data at first sight, and the headings among them.

    Leaves the rows of data as the view `sheet_data`, those that had to be looked at in `classified_rows`.
    """
    cells = ", ".join(f"cells[{i + 1}] as c{i}" for i in range(sheet.width))
    unsure = connection.sql(f"select row_number, {cells} from sheet_scan where not is_sure")
    classify(sheet, match, connection, unsure)
    below = headings_below(sheet, match, connection)
    counts = dict(connection.sql("select row_kind, count(*) from classified_rows group by all").fetchall())
    sure = connection.execute("select count(*) from sheet_scan where is_sure").fetchall()[0][0]
    connection.execute(
        "create or replace view sheet_data as select sheet_scan.* from sheet_scan "
        + (f"where is_sure or row_number in (select row_number from classified_rows where {DATA})" if counts else "")
    )
    return counts | {"data": counts.get("data", 0) + sure}, sure, below


def _write(
    match: Match,
    landed: Landed,
    judged: dict[str, Judgement],
    door: Door,
    target: Path,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    selected, joins = [], []
    for name in match.layout.passes:
        cell = f'sheet_data."{name}"'
        if name in judged and judged[name].changed:
            table = f"judged_{name}"
            connection.execute(f"create or replace table {table} (as_written varchar, passed varchar)")
            connection.executemany(f"insert into {table} values (?, ?)", judged[name].changed)
            joins.append(f"left join {table} on {cell} = {table}.as_written")
            cell = f"coalesce({table}.passed, {cell})"
        selected.append(f'{cell} as "{name}"')
    group = "null::varchar"
    if match.layout.group_field and match.layout.group_field not in judged and _groups(door, connection):
        joins.append("asof left join groups on sheet_data.row_number >= groups.row_number")
        group = "groups.passed"
    temporary = target.with_suffix(".part")
    connection.execute(
        f"""
        copy (
            select extract_id, sheet, sheet_data.row_number as row_number, null::int as rows_above,
                {", ".join(selected)}, {group} as group_text
            from sheet_data {" ".join(joins)}
            {"order by row_number" if joins else ""}
        ) to {literal(temporary)} (format parquet)
        """
    )
    temporary.replace(target)


def _groups(door: Door, connection: duckdb.DuckDBPyConnection) -> int:
    """How many group rows there are; leaves in `groups` what passes of their texts.

    A signature stands alone in its row, too, but what follows it is no data: the end, or the next page's head. What
    names a sector ("Lĩnh vực: …") or counts its cases ("Hộ tịch (12)") is a group even where the page ends below it.
    """
    width = sum(name.startswith("c") and name[1:].isdigit() for name in connection.table("classified_rows").columns)
    query = f"""
        select row_number, {group_text(width)}
        from classified_rows
        where row_kind = 'group' and (
            regexp_matches(lower(nfc_normalize({group_text(width)})), '{GROUP}|{COUNTED}')
            or coalesce((
                select min(other.row_number) from classified_rows as other
                where other.row_number > classified_rows.row_number and other.row_kind not in ('group', 'blank', 'data')
            ), 1e18) > (select min(row_number) from sheet_data where row_number > classified_rows.row_number)
        )
    """
    found = [(row, door.passes("words", text or "")) for row, text in connection.execute(query).fetchall()]
    connection.execute("create or replace table groups (row_number bigint, passed varchar)")
    if found:
        connection.executemany("insert into groups values (?, ?)", found)
    return len(found)


def column_letter(index: int) -> str:
    """The name that a spreadsheet gives the column with this 0-based index."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters
