"""Tables that JSON holds without records: rows of cells below a row of headings, columns of cells, or both apart."""

import re
from typing import Any


def is_row(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and not any(isinstance(cell, list | dict) for cell in value)


def is_heading_row(value: Any) -> bool:
    """Words, all different: what a row of cells below it can be known by."""
    return (
        is_row(value)
        and len(set(value)) == len(value) > 1
        and all(isinstance(cell, str) and re.search(r"[^\W\d_]", cell) for cell in value)
    )


def under(headings: list[str], row: Any) -> dict[str, Any] | None:
    """The record that a row of cells is, None for what is no row below these headings."""
    return dict(zip(headings, row, strict=False)) if is_row(row) and len(row) <= len(headings) else None


def records_in(whole: dict[str, Any]) -> list[dict] | None:
    """The records of an object that is a table by columns, or keeps its headings and its rows apart; None otherwise."""
    return _by_columns(whole) or _apart(whole)


def _by_columns(whole: dict[str, Any]) -> list[dict] | None:
    """`{"Mã": ["A-1", "A-2"], …}`, or with numbered cells `{"Mã": {"0": "A-1", "1": "A-2"}, …}`."""
    columns = list(whole.values())
    if all(isinstance(column, dict) and [*column] == [str(n) for n in range(len(column))] for column in columns):
        columns = [list(column.values()) for column in columns]
    if len(columns) < 2 or not all(map(is_row, columns)) or len(set(map(len, columns))) > 1:
        return None
    return [dict(zip(whole, row, strict=True)) for row in zip(*columns, strict=True)]


def _apart(whole: dict[str, Any]) -> list[dict] | None:
    """`{"columns": ["Mã", …], "data": [["A-1", …], …]}`, whatever the two are called and what stands beside them."""
    tables = [value for value in whole.values() if isinstance(value, list) and value and all(map(is_row, value))]
    headings = [value for value in whole.values() if is_heading_row(value)]
    if len(tables) != 1:
        return None
    fitting = [row for row in headings if all(len(cells) == len(row) for cells in tables[0])]
    return [dict(zip(fitting[0], cells, strict=True)) for cells in tables[0]] if len(fitting) == 1 else None
