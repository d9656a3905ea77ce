"""One reading of a sheet, on the way through the door: everything later looks only at what this reading let stay."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.common.sql_files import run_macros
from flows.containers import Sheet
from flows.door.door import Door
from flows.tables.layouts import Column, Match
from flows.tables.rows import run_over, surely_data

_PERHAPS_NOT_NFC = r"[^\x{0}-\x{24F}\x{1E00}-\x{1EFF}]"  # every Latin letter of one code point is in NFC
_SOMETHING = r"[^-–—./?\s0\[\]]"  # a cell of dashes, 0 or an empty list says that there is none


@contextmanager
def scanned(
    sheet: Sheet, match: Match, extract_id: str, door: Door, scan: Path, connection: duckdb.DuckDBPyConnection
) -> Iterator[None]:
    """The sheet read once into the file `scan` and the view `sheet_scan`: what a landed file holds, personal columns
    hashed already, and `is_sure` (a row of data), else the row's `cells`; `stray`, the index of a filled column
    without heading; `misshapen`, whether a code, time or number has not its shape; of an ignored column only whether
    a value looks personal. It is a landed file where all is data and all passes. Raises UnreadableFile.
    """
    run_macros(connection)
    by_field = {column.field: column for column in match.columns if column.field}
    nameless = [i for i in range(sheet.width) if i not in {column.index for column in match.columns}]
    stray = " ".join(f"when trim(c{i}) <> '' then {i}" for i in nameless)
    shapes = [
        f"(c{column.index} is not null and not passes_{group}(c{column.index}))"
        for column in match.columns
        if column.role == "field"
        and (group := match.layout.passes[column.field].removesuffix("s")) in ("code", "time", "number")
    ]
    columns = [
        f"{surely_data(sheet, match)} as is_sure",
        f"case when not is_sure then [{', '.join(f'c{i}' for i in range(sheet.width))}] end as cells",
        f"case {stray} end as stray" if stray else "null::int as stray",
        f"{' or '.join(shapes) or 'false'} as misshapen",
        *(f"looks_personal(c{c.index}) as c{c.index}" for c in match.columns if c.role == "ignored"),
        *(f'{_passing(by_field.get(name), group, door)} as "{name}"' for name, group in match.layout.passes.items()),
    ]
    above = match.heading_row + match.span
    below = sheet.below(above)
    scans = [scan.project(f"row_number, {above} as rows_above, *") for scan in sheet.scans]
    if below is not None:
        scans = [below.project(f"null::bigint as row_number, {above} as rows_above, *"), *scans]
    query = f"""
        copy (
            select '{extract_id}' as extract_id, {literal(sheet.name)} as sheet, row_number, rows_above,
                {", ".join(columns)}, null::varchar as group_text
            from sheet_rows
            where row_number is null or row_number > {above}
        ) to {literal(scan)} (format parquet)
    """
    try:
        run_over(scans, query, connection)
        connection.execute(f"create or replace view sheet_scan as {landed_rows([scan])}")
        yield
    finally:
        scan.unlink(missing_ok=True)


def landed_rows(files: list[Path]) -> str:
    """SQL: the rows of landed files, numbered as in their extracts. What was read on several cores has no numbers of
    its own, but all rows in their order and the number of rows that stood above them.
    """
    number = "coalesce(row_number, rows_above + file_row_number + 1)"
    return (
        f"select * exclude (file_row_number, rows_above) replace ({number} as row_number) "
        f"from read_parquet([{', '.join(map(literal, files))}], union_by_name = true, file_row_number = true)"
    )


def _passing(column: Column | None, group: str, door: Door) -> str:
    """SQL: what of a column is looked at any further; of a personal one its hash, its class or whether it is filled."""
    if column is None:
        return "null::varchar"
    if column.role == "presence" and group == "classes":
        folded = f"concat(' ', fold_text(c{column.index}), ' ')"
        known = " ".join(f"when contains({folded}, ' {phrase} ') then '{name}'" for phrase, name in door.reasons)
        filled = f"coalesce(regexp_matches(c{column.index}, '{_SOMETHING}'), false)"
        return f"case when not {filled} then 'no' {known} else 'other' end"
    if column.role == "presence":
        return f"case when regexp_matches(c{column.index}, '{_SOMETHING}') then 'yes' else 'no' end"
    if column.role == "hash":
        cell = f"c{column.index}"
        composed = f"case when regexp_matches({cell}, '{_PERHAPS_NOT_NFC}') then nfc_normalize({cell}) else {cell} end"
        return _hmac(f"nullif(trim({composed}), '')", door.key)
    return f"c{column.index}"


def literal(text: Path | str) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _hmac(cell: str, key: bytes) -> str:
    """HMAC-SHA256 (RFC 2104) of a cell, the first 128 bits in hex, spelled in SQL so that names stay in DuckDB."""
    block = key.ljust(64, b"\0")
    inner = bytes(byte ^ 0x36 for byte in block).hex()
    outer = bytes(byte ^ 0x5C for byte in block).hex()
    digest = f"sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({cell}))))"
    return f"case when {cell} is not null then left({digest}, 32) end"
