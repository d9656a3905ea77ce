"""Judges the columns of a sheet at the door: which values do not pass as they are, and which columns hold persons."""

from dataclasses import dataclass

import duckdb

from flows.door.door import TEXTS, Door, looks_personal
from flows.tables.layouts import Column, Match
from flows.tables.rows import DATA

PERSONAL_SHARE = 0.2  # a column in which so many values look personal holds persons, whatever its heading says
PERSONAL_LEAST = 2


@dataclass
class Judgement:
    """Of one column: values filled (0 where all pass), how many look personal, how many do not pass for another
    reason, and what passes in the place of each value that does not pass as it is.
    """

    filled: int = 0
    personal: int = 0
    others: int = 0
    changed: tuple[tuple[str, str], ...] = ()

    @property
    def holds_persons(self) -> bool:
        return self.personal >= max(PERSONAL_LEAST, PERSONAL_SHARE * self.filled)


def judge_column(
    column: Column,
    match: Match,
    door: Door,
    connection: duckdb.DuckDBPyConnection,
    cell: str = "",
    rows: str = f"classified_rows where {DATA}",
    misshapen: str = "true",
) -> Judgement:
    """A column that is not declared personal, as it stands in `rows` under the name `cell` (`c<index>`).

    `misshapen` may name the rows that alone can hold a code, time or number of the wrong shape.
    """
    cell = cell or f"c{column.index}"
    if column.role == "ignored" and column.heading.startswith("../"):
        return Judgement()  # what the record around a nested one holds is judged with that record
    if column.role == "ignored":
        personal = cell if misshapen != "true" else f"looks_personal({cell})"
        found = f"select count({cell}), count(*) filter (where {personal}) from {rows}"
        return Judgement(*connection.execute(found).fetchall()[0])
    if column.role != "field":
        return Judgement()
    group = match.layout.passes[column.field]
    shape = "true" if group in TEXTS else f"{misshapen} and not passes_{group.removesuffix('s')}({cell})"
    values = f"select {cell}, count(*) from {rows} and {cell} is not null and {shape} group by all"
    judged, changed = Judgement(), []
    for text, times in connection.execute(values).fetchall():
        passed = door.passes_code(text) if group == "codes" else door.passes(group, text)
        if passed != text:
            changed.append((text, passed))
            judged.personal += times * looks_personal(text)
            judged.others += times * (not looks_personal(text))
    if changed:
        judged.changed = tuple(changed)
        judged.filled = connection.execute(f"select count({cell}) from {rows}").fetchall()[0][0]
    return judged
