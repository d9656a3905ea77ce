"""Headings that come again in the body of a sheet. On every page of a print they say the same and are furniture; where
one export was pasted below another they may stand in another order, and then the rows below are read by them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import duckdb

from flows.common.errors import Refusal
from flows.containers import Sheet
from flows.tables.layouts import HEADING_SPAN, Column, Match, fold_heading, recognise
from flows.tables.refusals import other_headings
from flows.tables.rows import GROUP, NUMERAL, SUMMARY, TOTAL

LEAST = 3  # so many known headings, or the key's among two, make a row one of headings


@dataclass
class Below:
    """Headings in the body: the row they begin in, how many rows they take, what they make of the columns."""

    row: int
    rows: int
    found: Match


def headings_below(sheet: Sheet, match: Match, connection: duckdb.DuckDBPyConnection) -> list[Below]:
    """The headings that come again below those of a sheet, by their row; marks them as such in `classified_rows`."""
    if sheet.is_records:
        return []
    below = [
        headings
        for rows in _runs(_candidates(sheet, match, connection))
        if (headings := _read(rows, match)) is not None
    ]
    rows = [[row] for headings in below for row in range(headings.row, headings.row + headings.rows)]
    if rows:
        connection.executemany(
            "update classified_rows set row_kind = 'repeated_heading' where row_number = ? and row_kind <> 'blank'",
            rows,
        )
    return below


def restacked(sheet: Sheet, match: Match, below: list[Below]) -> tuple[Sheet, Match] | Refusal | None:
    """The sheet with all its rows in the columns of its first headings, None where they all agree, or a refusal,
    without the file's name, where headings say otherwise and do not name all that is required, and only known things.
    """
    differing = [headings for headings in below if _differing(headings.found, match)]
    if not differing:
        return None
    for headings in differing:
        if not headings.found.is_whole:
            return other_headings(sheet.name, headings.row, headings.found)
    columns, moves = list(match.columns), []
    for headings in below:
        moves.append((headings.row, _move(headings.found, columns, sheet.width)))
    stray = max(sheet.width, *(column.index + 1 for column in columns))
    scans = [_moved(scan, moves, sheet.width, stray) for scan in sheet.scans]
    whole = replace(sheet, scans=scans, width=stray + 1, below=lambda _: None)
    return whole, replace(match, columns=tuple(columns))


def _candidates(
    sheet: Sheet, match: Match, connection: duckdb.DuckDBPyConnection
) -> list[tuple[int, list[str | None]]]:
    """Rows most of whose cells are headings that the layout or the sheet's own top knows."""
    known = {part for heading in match.layout.meaning for part in (heading, *heading.split("/"))}
    known |= {fold_heading(part) for column in match.columns for part in column.heading.split(" / ")}
    # Where a row of data has its code or its date, a heading has no digit: most rows need no closer look.
    telling = [f"c{c.index}" for c in match.columns if c.role == "field" and c.field in match.layout.required]
    worded = " and ".join(f"not regexp_matches(coalesce({cell}, ''), '[0-9]')" for cell in telling) or "true"
    cells = ", ".join(f"c{i}" for i in range(sheet.width))
    rows = connection.execute(
        f"select row_number, {cells} from classified_rows where all_filled >= 2 and {worded} order by row_number"
    ).fetchall()
    return [(number, list(texts)) for number, *texts in rows if _reads_as_headings(texts, known)]


def _reads_as_headings(texts: list[str | None], known: set[str]) -> bool:
    filled = [text for text in texts if text and text.strip()]
    hits = sum(fold_heading(text) in known for text in filled)
    return hits >= 2 and (2 * hits > len(filled) or hits > LEAST)


def _runs(rows: list[tuple[int, list[str | None]]]) -> Iterator[list[tuple[int, list[str | None]]]]:
    """Rows that follow on each other, at most as many as headings may take."""
    run: list[tuple[int, list[str | None]]] = []
    for row in rows:
        if run and (row[0] != run[-1][0] + 1 or len(run) == HEADING_SPAN):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _read(rows: list[tuple[int, list[str | None]]], match: Match) -> Below | None:
    matches = recognise([cells for _, cells in rows], [match.layout])
    if not matches:
        return None
    found = matches[0]
    if len(found.known) < LEAST and match.layout.key not in {column.field for column in found.columns}:
        return None
    return Below(rows[0][0], len(rows), found)


def _differing(found: Match, match: Match) -> bool:
    """Whether headings put anything into another column than those at the top do."""
    own = {column.index: (column.role, column.field) for column in match.columns}
    return any(own.get(column.index) != (column.role, column.field) for column in found.known)


def _move(found: Match, columns: list[Column], width: int) -> dict[int, list[int]]:
    """Place among the first headings → the places that it takes its cells from; `columns` grows by what they lack.

    The key -1 stands for cells below no heading.
    """
    taken: dict[int, list[int]] = {}
    for column in found.columns:
        same = [own for own in columns if (own.role, own.field) == (column.role, column.field)]
        alike = [own for own in same if fold_heading(own.heading) == fold_heading(column.heading)]
        free = [own for own in (alike or same) if own.index not in taken]
        if free:
            taken[free[0].index] = [column.index]
            continue
        place = max(width, *(own.index + 1 for own in columns))
        columns.append(replace(column, index=place))
        taken[place] = [column.index]
    named = {column.index for column in found.columns}
    return taken | {-1: [i for i in range(width) if i not in named]}


def _moved(
    scan: duckdb.DuckDBPyRelation, moves: list[tuple[int, dict[int, list[int]]]], width: int, stray: int
) -> duckdb.DuckDBPyRelation:
    """The scan with the cells below each of the headings in their new places. What names a group or a sum stays where
    it is: it stands by the table's edge and not under a heading. `stray` takes what stands under none.
    """
    cells = [f"nullif(trim(c{i}), '')" for i in range(width)]
    filled = " + ".join(f"({cell} is not null)::int" for cell in cells)
    first = f"lower(nfc_normalize(coalesce({', '.join(cells)}, null)))"
    second = f"coalesce({', '.join(cells[1:3])}, null)"
    stays = (
        f"coalesce({filled} = 1 or regexp_matches({first}, '{TOTAL}|{SUMMARY}|{GROUP}') or ({filled} = 2 and "
        f"regexp_full_match({cells[0]}, '{NUMERAL}') and not regexp_matches({second}, '[0-9]{{3}}')), false)"
    )
    places = []
    for place in range(stray + 1):
        above = f"c{place}" if place < width else "null::varchar"
        cases = [f"when row_number >= {row} then {_source(move, place, stray)}" for row, move in reversed(moves)]
        places.append(f"case when stays then {above} {' '.join(cases)} else {above} end as c{place}")
    return scan.project(f"*, {stays} as stays").project(", ".join(["row_number", *places]))


def _source(move: dict[int, list[int]], place: int, stray: int) -> str:
    taken = move.get(-1 if place == stray else place, [])
    return f"coalesce({', '.join(f'c{i}' for i in taken)}, null)" if taken else "null"
