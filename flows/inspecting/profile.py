"""What the columns of a sheet hold, counted over all its rows: their likely type, how full they are, how their dates
are written, and which rows below the headings are no data. Nothing here hands on a cell that could be personal.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

import duckdb

from flows.containers import Sheet
from flows.tables.layouts import DATE_ORDERS, Match
from flows.tables.rows import classify

PERSONAL_KINDS = ("phone", "id_number", "email", "name")
DATES = ("timestamp", "date")
SURE = 0.6  # a column is of the type that this share of its filled cells looks like
ROWS_NAMED = 6
BAD_DATES_NAMED = 5
ROWS = "classified_rows"
TIMES = "times"  # the group of kinds.toml whose fields are dates
_UNBROKEN = {"9" * 8: "yyyyMMdd", "9" * 12: "yyyyMMddHHmm", "9" * 13: "ms 1970", "9" * 14: "yyyyMMddHHmmss"}


@dataclass
class ColumnProfile:
    """One column. `guess` is a kind of `value_kind`, or empty; `share` the part of the filled cells that bear it out.

    `formats` counts the ways in which a column of dates writes them; `unreadable` its cells that are no date.
    """

    rows: int
    kinds: Counter[str]
    guess: str
    share: float
    formats: Counter[str] = field(default_factory=Counter)
    unreadable: int = 0

    @property
    def filled(self) -> int:
        return self.kinds.total()

    @property
    def looks_personal(self) -> bool:
        """Whether so many cells look like phone numbers, identity numbers or e-mail addresses that it is no chance."""
        return sum(self.kinds[kind] for kind in ("phone", "id_number", "email")) > 0.2 * self.filled


class Furniture(NamedTuple):
    """Rows below the headings that are no data: how many of a kind, and the first of their 1-based numbers."""

    kind: str
    count: int
    first_rows: list[int]


def furniture(sheet: Sheet, match: Match, connection: duckdb.DuckDBPyConnection) -> list[Furniture]:
    """Puts the rows below the headings into the table `classified_rows`, as landing does. Raises UnreadableFile."""
    classify(sheet, match, connection)
    found = connection.execute(
        f"select row_kind, count(*), list(row_number order by row_number)[:{ROWS_NAMED}] from {ROWS} "
        "where row_kind <> 'data' group by all order by min(row_number)"
    )
    return [Furniture(*row) for row in found.fetchall()]


def column_profile(index: int, date_order: str, is_date: bool, connection: duckdb.DuckDBPyConnection) -> ColumnProfile:
    """What stands in the data rows of `classified_rows` in the column of this index."""
    counts = connection.execute(
        f"with cells as ({_distinct(index)}) "
        "select value_kind(cell, ?) as kind, sum(times)::bigint from cells group by all",
        [date_order],
    ).fetchall()
    kinds = Counter({kind: count for kind, count in counts if kind})
    guess, share = guess_of(kinds, is_date)
    profile = ColumnProfile(sum(count for _, count in counts), kinds, guess, share)
    if is_date or guess in DATES:
        profile.formats = _formats(index, date_order, connection)
        profile.unreadable = profile.filled - profile.formats.total()
    return profile


def guess_of(kinds: Counter[str], is_date: bool = False) -> tuple[str, float]:
    """The likely type of a column and the part of its filled cells that bear it out."""
    filled = kinds.total()
    if not filled:
        return "empty", 1.0
    dates = sum(kinds[kind] for kind in DATES)
    serials = kinds["serial"]
    if dates + serials > SURE * filled and (dates > serials or is_date):
        return ("timestamp" if kinds["timestamp"] else "date"), (dates + serials) / filled
    others = Counter({kind: count for kind, count in kinds.items() if kind != "serial"})
    others["number"] += serials
    kind, count = others.most_common(1)[0]
    if count < SURE * filled:
        return "text", 1.0 if kind not in DATES else count / filled
    return kind, count / filled


def _distinct(index: int) -> str:
    """SQL: the values of a column, each once, and how many data rows hold it. Values are judged, not cells: quicker."""
    return f"select written(c{index}) as cell, count(*) as times from {ROWS} where row_kind = 'data' group by all"


def _formats(index: int, date_order: str, connection: duckdb.DuckDBPyConnection) -> Counter[str]:
    """How the readable dates of a column are written, each way with the number of its cells."""
    masks = connection.execute(
        f"with cells as ({_distinct(index)}) "
        "select regexp_replace(cell, '[0-9]', '9', 'g'), sum(times)::bigint from cells "
        "where plausible_at(parse_at(cell, ?, 'UTC')) is not null group by all",
        [date_order],
    )
    formats: Counter[str] = Counter()
    for mask, count in masks.fetchall():
        formats[format_name(mask, date_order)] += count
    return formats


def format_name(mask: str, date_order: str) -> str:
    """`99/99/9999 99:99` in the order dmy is `dd/MM/yyyy HH:mm`. `mask` is a readable date with its digits as 9."""
    if mask[5:6] in ("", ".", ",") and mask[:5] == "99999":
        return "Excel serial"
    if mask in _UNBROKEN:
        return _UNBROKEN[mask]
    is_twelve_hours = bool(re.search("[AP]M|SA|CH", mask))
    mask = re.sub(r"(:9+)\.9+", r"\1.SSS", mask)
    mask = re.sub(r"(:[9S.]+) ?([+-]99:?99|Z)$", r"\1XXX", mask)
    mask = re.sub("[AP]M|SA|CH", "a", mask)
    clock = iter(("h" if is_twelve_hours else "H", "m", "s"))
    mask = re.sub(r"9+(:9+)+", lambda time: re.sub("9+", lambda part: next(clock) * len(part[0]), time[0]), mask)
    order = "ymd" if re.search("(?<!9)9999[-/.]9", mask) else date_order
    widths = re.findall("9+", mask)
    short = any(len(part) == 1 for part in widths)
    letters = iter([{"d": "d", "m": "M", "y": "yyyy"}[part] for part in order])
    return re.sub("9+", lambda _: _wide(next(letters, "?"), short), mask)


def _wide(letter: str, short: bool) -> str:
    return letter if short or len(letter) > 1 else letter * 2


def likely_order(indexes: list[int], connection: duckdb.DuckDBPyConnection) -> tuple[str, bool]:
    """The order of day and month in which most cells of these columns are dates, and whether another does as well."""
    counts = {}
    for order in DATE_ORDERS:
        # A date that begins with its year and a slash is read in any order, and is written in one.
        other = "" if order == "ymd" else " and not regexp_matches(written(c{i}), '^[0-9]{{4}}/')"
        readable = [
            f"count(plausible_at(parse_at(written(c{i}), '{order}', 'UTC'))) "
            f"filter (where row_kind = 'data'{other.format(i=i)})"
            for i in indexes
        ]
        counts[order] = connection.execute(f"select {' + '.join(readable) or '0'} from {ROWS}").fetchall()[0][0]
    best = max(DATE_ORDERS, key=counts.get)
    return best, any(counts[order] == counts[best] for order in DATE_ORDERS if order != best)


def nameless_columns(width: int, match: Match, connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Columns without a heading in which data rows hold something: (index, 1-based number of the first such row)."""
    named = {column.index for column in match.columns}
    found = []
    for index in (index for index in range(width) if index not in named):
        ((row,),) = connection.execute(
            f"select min(row_number) from {ROWS} where row_kind = 'data' and written(c{index}) is not null"
        ).fetchall()
        if row is not None:
            found.append((index, row))
    return found


def first_cells(indexes: list[int], count: int, connection: duckdb.DuckDBPyConnection) -> dict[int, list[str | None]]:
    """The first data rows' cells of columns; None for what could be personal, an empty text for an empty cell."""
    listed = ", ".join(f"{{'place': {index}, 'cell': written(c{index})}}" for index in indexes)
    found = connection.execute(
        f"""
        with first_rows as (
            select * from {ROWS} where row_kind = 'data' order by row_number limit {count}
        ),

        cells as (
            select row_number, unnest([{listed}], recursive := true) from first_rows
        ),

        judged as (
            select *, value_kind(cell, 'dmy') as kind from cells
        )

        select place, case
            when cell is null then ''
            when kind in ('timestamp', 'date') then cell
            when kind in ('phone', 'id_number', 'email') then null
            when passes_code(cell) or not looks_personal(cell) then left(cell, 120)
        end
        from judged order by place, row_number
        """
    ).fetchall()
    return {index: [text for place, text in found if place == index] for index in indexes}


def bad_dates(index: int, date_order: str, connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    """The first texts of a column that are no dates, masked, with the 1-based numbers of their rows."""
    cell = f"written(c{index})"
    found = connection.execute(
        f"select row_number, masked({cell}) from {ROWS} where row_kind = 'data' and {cell} is not null "
        f"and plausible_at(parse_at({cell}, ?, 'UTC')) is null order by row_number limit {BAD_DATES_NAMED}",
        [date_order],
    )
    return found.fetchall()
