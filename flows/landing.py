"""The door: one sheet of an extract becomes landed text rows, its personal columns hashed or left outside.

A landed file is Parquet, named by the content of the extract and of the layouts, so that an unchanged extract is
never read twice. It holds one row per data row (`extract_id`, `sheet`, `row_number`, the kind's fields as text,
`group_text`), and nothing that stood in a personal column.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from flows.layouts import Match
from flows.readers import Sheet, unreadable_text

TOTAL = r"^(tổng( số| cộng)?|cộng)\s*([:.(\d]|hồ sơ|$)"
GROUP = "^lĩnh vực"  # even in a personal column this is no person
NUMERAL = r"[0-9]{1,3}\.?|[IVXLC]+\.?|[A-ZĐ]\.?"  # what may number a group row
LANDING_VERSION = 3  # raise it when the same bytes would land otherwise: landed files of before are then left alone


@dataclass
class Landed:
    """What became of one sheet. `rows_read` are data rows; furniture is all else below the headings that is not
    blank: numbering, group and total rows, repeated headings, signatures.
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
    parquet: str
    heading_row: int
    rows_read: int
    rows_furniture: int
    rows_blank: int
    fields_present: list[str] = field(default_factory=list)
    sender_unit_code: str | None = None
    received_on: str | None = None
    taken_at: str | None = None
    covers: list[str] = field(default_factory=list)


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def land(
    sheet: Sheet,
    match: Match,
    extract: dict,
    folder: Path,
    key: bytes,
    connection: duckdb.DuckDBPyConnection,
) -> Landed | tuple[int, str]:
    """Writes the landed Parquet of one sheet and returns its card.

    `extract` gives extract_id, file_name, sha256, bytes, parquet (the name in `folder`). Returns (row, column
    letter) instead, and writes nothing, when a data row has a value in a column without heading: it could be
    anything, so somebody must name it.
    """
    layout = match.layout
    rows = _classified(sheet, match, connection)
    counts = dict(connection.sql("select row_kind, count(*) from classified_rows group by all").fetchall())
    nameless = [i for i in range(sheet.width) if i not in {column.index for column in match.columns}]
    if nameless:
        stray = " or ".join(f"nullif(trim(c{i}), '') is not null" for i in nameless)
        if found := rows.filter(f"row_kind = 'data' and ({stray})").order("row_number").limit(1).fetchall():
            values = dict(zip(rows.columns, found[0], strict=True))
            first = next(i for i in nameless if (values[f"c{i}"] or "").strip())
            return values["row_number"], column_letter(first)
    landed = Landed(
        **extract,
        sheet=sheet.name,
        layout=layout.layout_id,
        kind=layout.kind,
        source_system=layout.source_system,
        date_order=layout.date_order,
        heading_row=match.heading_row + 1,
        rows_read=counts.get("data", 0),
        rows_blank=counts.get("blank", 0),
        rows_furniture=sum(n for kind, n in counts.items() if kind not in ("data", "blank")),
        fields_present=sorted({column.field for column in match.columns if column.field}),
    )
    _write(sheet.width, match, landed, folder / landed.parquet, key, counts.get("group", 0), connection)
    return landed


def _classified(sheet: Sheet, match: Match, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """All rows below the headings with `row_kind`. Raises UnreadableFile when no scan comes to the end.

    A data row has its key and something else, or several values among which a required one with a digit; a
    signature line under the table has neither. What is not data is furniture and is counted, not landed.
    """
    mapped = [column for column in match.columns if column.role not in ("ignored", "unknown")]
    required = [column for column in mapped if column.field in match.layout.required]
    key = next((column.index for column in mapped if column.field == match.layout.key), mapped[0].index)
    key_heading = next(column.heading for column in match.columns if column.index == key)
    own_headings = ", ".join(_literal(part.strip()) for part in {key_heading, *key_heading.split(" / ")})
    personal = [column.index for column in match.columns if column.role in ("hash", "drop", "presence")]

    first = _first_filled(sheet.width)
    digits = " or ".join(f"regexp_matches(c{column.index}, '[0-9]')" for column in required)
    numbering = " and ".join(
        rf"coalesce(regexp_full_match(trim(c{i}), '\(?[0-9A-Za-z]{{1,2}}([=+][0-9+=]*)?\)?|'), true)"
        for i in range(sheet.width)
    )
    # The inner cases keep the costly tests away from the rows that cannot pass them.
    query = f"""
        select *, case
            when all_filled = 0 then 'blank'
            when case when coalesce(length(c{key}), 0) <= 8 then all_filled >= 3 and {numbering} end
                then 'numbering'
            when trim(c{key}) in ({own_headings}) then 'repeated_heading'
            when case when left({first}, 1) in ('T', 't', 'C', 'c')
                then regexp_matches(lower(nfc_normalize({first})), '{TOTAL}')
                    and required_filled < 2 end
                then 'total'
            when case when all_filled >= 2 then regexp_matches(c{key}, '[0-9]') end then 'data'
            when mapped_filled >= 5 or (mapped_filled >= 3 and ({digits})) then 'data'
            when {_filled(range(min(3, sheet.width)))} = all_filled
                and (personal_filled = 0 or regexp_matches(lower(nfc_normalize({first})), '{GROUP}'))
                and (all_filled = 1 or (all_filled = 2 and regexp_full_match({first}, '{NUMERAL}'))) then 'group'
            else 'other'
        end as row_kind
        from (
            select *, {_filled(range(sheet.width))} as all_filled,
                {_filled(column.index for column in mapped)} as mapped_filled,
                {_filled(column.index for column in required)} as required_filled,
                {_filled(personal)} as personal_filled
            from sheet_rows where row_number > {match.heading_row + match.span}
        )
    """
    for sheet_rows in sheet.scans:  # noqa: B007 - DuckDB finds it by its name
        try:
            connection.execute("drop table if exists classified_rows")
            connection.sql(query).create("classified_rows")
            return connection.table("classified_rows")
        except duckdb.Error as error:
            trouble = error
    raise unreadable_text(trouble)


def _write(
    width: int,
    match: Match,
    landed: Landed,
    target: Path,
    key: bytes,
    groups: int,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    by_field = {column.field: column for column in match.columns if column.field}
    selected = []
    for name in match.layout.kind_fields:
        column = by_field.get(name)
        if column is None:
            cell = "null::varchar"
        elif column.role == "presence":
            cell = f"case when nullif(trim(c{column.index}), '') is null then 'no' else 'yes' end"
        elif column.role == "hash":
            cell = _hmac(f"nullif(trim(nfc_normalize(c{column.index})), '')", key)
        else:
            cell = f"c{column.index}"
        selected.append(f'{cell} as "{name}"')
    group, source = "null::varchar", "classified_rows"
    order = ""  # without a window the rows come in the order in which they were read
    if groups and match.layout.group_field and match.layout.group_field not in by_field:
        # A signature stands alone in its row, too, but what follows it is no data: the end, or the next page's head.
        source = """(
            select *,
                first_value(case when row_kind not in ('group', 'blank') then row_kind end ignore nulls) over (
                    order by row_number rows between 1 following and unbounded following
                ) as next_kind
            from classified_rows
        )"""
        told = f"case when row_kind = 'group' and next_kind = 'data' then {_group_text(width)} end"
        group = f"last_value({told} ignore nulls) over (order by row_number rows unbounded preceding)"
        order = "order by row_number"
    temporary = target.with_suffix(".part")
    connection.execute(
        f"""
        copy (
            select '{landed.extract_id}' as extract_id, ?::varchar as sheet, row_number,
                {", ".join(selected)}, group_text
            from (select *, {group} as group_text from {source})
            where row_kind = 'data' {order}
        ) to '{str(temporary).replace("'", "''")}' (format parquet)
        """,
        [landed.sheet],
    )
    temporary.replace(target)


def _filled(indexes: Iterable[int]) -> str:
    return " + ".join(f"(trim(c{i}) <> '' and c{i} is not null)::int" for i in indexes) or "0"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _group_text(width: int) -> str:
    """The text of a group row, which stands in one of the first three columns, without the number before it."""
    cells = [
        f"case when not regexp_full_match(trim(c{i}), '{NUMERAL}|') then trim(c{i}) end" for i in range(min(3, width))
    ]
    return f"coalesce({', '.join(cells)}, null)"


def _first_filled(width: int) -> str:
    cells = [f"nullif(trim(c{i}), '')" for i in range(width)]
    return f"coalesce({', '.join(cells)}, null)"


def _hmac(cell: str, key: bytes) -> str:
    """HMAC-SHA256 (RFC 2104) of a cell, the first 128 bits in hex, spelled in SQL so that names stay in DuckDB."""
    block = key.ljust(64, b"\0")
    inner = bytes(byte ^ 0x36 for byte in block).hex()
    outer = bytes(byte ^ 0x5C for byte in block).hex()
    digest = f"sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({cell}))))"
    return f"case when {cell} is not null then left({digest}, 32) end"


def column_letter(index: int) -> str:
    """The name that a spreadsheet gives the column with this 0-based index."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters
