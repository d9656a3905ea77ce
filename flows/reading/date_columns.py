"""What the columns of dates prove of themselves, before their rows land: in which order they write day and month, and
whether their layout can read them at all.

A date whose second number is above 12 proves the month first, one whose first number is, the day. Most dates prove
nothing, and in the wrong order they are read without a word as other dates.
"""

from dataclasses import replace

import duckdb

from flows.common.errors import Refusal
from flows.common.settings import Dates
from flows.door.names import Shown, as_written
from flows.tables.layouts import Column, Match
from flows.tables.refusals import mixed_dates, unread_dates

OTHER = {"dmy": "mdy", "mdy": "dmy"}
UNREAD_LEAST = 5  # so few dates that cannot be read stop no file, whatever their share
# What can prove the other order, told without parsing: of a million cells in the layout's order next to none.
_SUSPECT = {
    "dmy": r"(^|\D)\d{1,2} ?[-/.] ?(1[3-9]|[23]\d) ?[-/.] ?\d",
    "mdy": r"(^|\D)(1[3-9]|[23]\d) ?[-/.] ?\d{1,2} ?[-/.] ?\d",
}


def _shown(value: str) -> str:
    """SQL that shows a value as evidence where it has no letters: what else stands in a cell of dates may be a name."""
    return f"case when regexp_full_match({value}, '[0-9 :/.,+-]*') then {value} else '***' end"


def date_columns(
    match: Match, dates: Dates, connection: duckdb.DuckDBPyConnection, shown: Shown = as_written
) -> list[dict] | Refusal:
    """Of each column of dates in `sheet_data`: field, date_order, values_filled, proofs_of_order, proofs_of_other.

    A refusal, without the names of file and sheet, where a column proves both orders or a required one is unread.
    """
    found = []
    for column in match.columns:
        if column.role != "field" or match.layout.passes[column.field] != "times":
            continue
        column = replace(column, heading=shown(column.heading))
        told = _told(column, match.layout.date_order, dates, connection)
        if isinstance(told, Refusal):
            return told
        found.append(told)
        if column.field in match.layout.required:
            refusal = _unread(column, told, dates, connection)
            if refusal is not None:
                return refusal
    return found


def _told(column: Column, order: str, dates: Dates, connection: duckdb.DuckDBPyConnection) -> dict | Refusal:
    cell = f'written("{column.field}")'
    suspect = f"regexp_matches({cell}, '{_SUSPECT[order]}')" if order in OTHER else "false"
    if order == "dmy":  # the commonest form by two letters of it
        suspect = f"case when {cell} like '__/__/____%' then substring({cell}, 4, 2) > '12' else {suspect} end"
    filled, suspects = connection.execute(
        f"select count({cell}), count(*) filter (where {suspect}) from sheet_data"
    ).fetchall()[0]
    told = {"field": column.field, "date_order": order, "values_filled": filled}
    told |= {"proofs_of_order": 0, "proofs_of_other": 0}
    if not suspects:
        return told
    own, other = f"is_read({cell}, '{order}')", f"is_read({cell}, '{OTHER[order]}')"
    connection.execute(
        "create or replace macro is_read(cell, date_order) as "
        "plausible_at(parse_at(cell, date_order, 'UTC')) is not null"
    )
    proofs = connection.execute(
        f"""
        select count(*) filter (where {own} and not {other}), count(*) filter (where {other} and not {own}),
            min(row_number) filter (where {own} and not {other}), min(row_number) filter (where {other} and not {own}),
            {_shown(f"arg_min({cell}, row_number) filter (where {own} and not {other})")},
            {_shown(f"arg_min({cell}, row_number) filter (where {other} and not {own})")}
        from sheet_data
        """
    ).fetchall()[0]
    told |= {"proofs_of_order": proofs[0], "proofs_of_other": proofs[1]}
    few = dates.mixed_share * (proofs[0] + proofs[1])
    if proofs[1] > few and proofs[0] > few:
        return mixed_dates(column, proofs)
    return told | {"date_order": OTHER[order]} if proofs[1] > few else told


def _unread(column: Column, told: dict, dates: Dates, connection: duckdb.DuckDBPyConnection) -> Refusal | None:
    cell = f'written("{column.field}")'
    unread = f"{cell} is not null and plausible_at(parse_at({cell}, '{told['date_order']}', 'UTC')) is null"
    count, row, text = connection.execute(
        f"select count(*), min(row_number), {_shown(f'arg_min({cell}, row_number)')} from sheet_data where {unread}"
    ).fetchall()[0]
    if count < UNREAD_LEAST or count <= dates.unread_share * told["values_filled"]:
        return None
    return unread_dates(column, count, told["values_filled"], row, text)


def placed(refusal: Refusal, file_name: str, sheet: str) -> Refusal:
    return replace(refusal, file_name=file_name, sheet=sheet)
