"""A shape: which columns a system writes, how it spells a cell, and what it puts around the cases of a printed list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any

Cell = str | int | bool | datetime | date | list | None
PAGE = 30  # cases on a printed page
NUMBER = None  # the column of the running number, which only the writer of the table knows
TITLES = (
    "UBND TỈNH KON TUM\nDữ liệu mô phỏng – mọi người và hồ sơ đều hư cấu",
    "BÁO CÁO TÌNH HÌNH TIẾP NHẬN VÀ GIẢI QUYẾT HỒ SƠ\nTừ ngày 01/06/2020 đến ngày 30/04/2021",
)


@dataclass(frozen=True, eq=False)
class Shape:
    """`columns`: heading -> cell of a case; a heading under merged ones is written "Parent / Part".

    `lists` are columns that hold a list of records, which only containers of records can carry. `group` gives the
    text of the row above the cases that share it. `is_printed`: title, numbering, totals, signatures stand around
    the cases. `names_unit` is False where only who sent the file tells the unit. Headings of white space stand over
    empty columns; a blank row stands before each case whose number is in `blank_before`.
    """

    name: str
    system: str
    columns: dict[str, Callable[[dict], Cell]]
    lists: dict[str, Callable[[dict], list]] = field(default_factory=dict)
    group: Callable[[str, int], str] | None = None
    is_printed: bool = False
    heading_rows: int = 1
    names_unit: bool = True
    titles: tuple[str, ...] = TITLES
    blank_before: frozenset[int] = frozenset()


@dataclass
class Table:
    """Rows of cells, and the ranges (row, column, last row, last column; from 0) that stand merged."""

    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]]
    headings: list[str]

    @property
    def width(self) -> int:
        return len(self.headings)


def records(shape: Shape, cases: list[dict]) -> list[dict[str, Cell]]:
    """The cases as records: a heading's last part -> cell, lists of records among them."""
    named = {
        heading.split(" / ")[-1]: cell for heading, cell in (shape.columns | shape.lists).items() if heading.strip()
    }
    return [
        {name: number if cell is NUMBER else cell(case) for name, cell in named.items()}
        for number, case in enumerate(cases, 1)
    ]


def table(shape: Shape, cases: list[dict]) -> Table:
    made = Table([], [], list(shape.columns))
    if shape.is_printed:
        for line in shape.titles:
            _across(made, line)
        made.rows.append([])
    _headings(made, shape)
    if shape.is_printed:
        made.rows.append([f"({place})" for place in range(1, made.width + 1)])
    if shape.group:
        cases = sorted(cases, key=lambda case: case["sector"])
    number = 0
    for sector, part in groupby(cases, key=lambda case: case["sector"] if shape.group else ""):
        inside = list(part)
        if shape.group:
            _across(made, shape.group(sector, len(inside)))
        for case in inside:
            if shape.is_printed and number and number % PAGE == 0:
                _headings(made, shape)
            number += 1
            if number in shape.blank_before:
                made.rows.append([])
            made.rows.append([number if cell is NUMBER else cell(case) for cell in shape.columns.values()])
        if shape.group:
            made.rows.append([f"Cộng: {len(inside)}"])
    if shape.is_printed:
        made.rows += [["Tổng số", number], [], [None] * (made.width - 2) + ["Kon Tum, ngày 05 tháng 5 năm 2021"]]
        made.rows += [["Nơi nhận:"] + [None] * (made.width - 3) + ["NGƯỜI LẬP BIỂU\n(Ký và ghi rõ họ tên)"]]
    return made


def _across(made: Table, text: str) -> None:
    made.merged.append((len(made.rows), 0, len(made.rows), made.width - 1))
    made.rows.append([text])


def _headings(made: Table, shape: Shape) -> None:
    """Heading rows: a part below its parent, parents merged over their parts, what has no parent merged downwards."""
    top, deep = len(made.rows), shape.heading_rows
    paths = [heading.split(" / ") for heading in shape.columns]
    grid: list[list[Cell]] = [[None] * made.width for _ in range(deep)]
    starts = [0, *(place for place in range(1, made.width) if paths[place][0] != paths[place - 1][0]), made.width]
    for first, after in pairwise(starts):
        grid[0][first] = paths[first][0].strip() or None
        has_parts = len(paths[first]) > 1
        last = deep - 2 if has_parts else deep - 1
        if after - first > 1 or last:
            made.merged.append((top, first, top + last, after - 1))
        for place in range(first, after) if has_parts else ():
            grid[deep - 1][place] = paths[place][-1]
    made.rows += grid


def as_text(cell: Any) -> str:
    """A cell as a file without types writes it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return str(cell)
