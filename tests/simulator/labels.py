"""What an audit of the sample has to find, noted at the moment a fault is made."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

UNRESOLVED = "UNRESOLVED"  # the unit of cases whose unit cannot be told
# What the sample holds nothing of: its lists end with the right totals.
NOT_PLANTED = ("A9",)
COLUMNS = ["rule_id", "unit_code", "case_id", "procedure_code", "note"]


class Labels:
    def __init__(self) -> None:
        self._cases: dict[tuple[str, int], str] = {}
        self._procedures: set[tuple[str, str, str, str]] = set()
        self._things: dict[tuple[str, str, str], str] = {}
        self.unresolved: set[int] = set()  # rows whose unit cannot be told from the file

    def case(self, rule: str, row: int, note: str) -> None:
        """`row` of the case frame; several faults under one rule stay one label."""
        self._cases.setdefault((rule, int(row)), note)

    def rows(self, *rules: str) -> set[int]:
        """The rows that have a label of one of the rules, of any without rules."""
        return {row for rule, row in self._cases if not rules or rule in rules}

    def units_of_things(self) -> set[str]:
        """The units that have a label which is neither a case's nor a petition's."""
        return {unit for rule, unit, _ in self._things if not rule.startswith(("P", "petitions"))}

    def move(self, label: tuple[str, int], rule: str, note: str) -> None:
        """A case's label under one rule becomes one under another."""
        if self._cases.pop(label, None) is not None:
            self.case(rule, label[1], note)

    def drop(self, row: int, *rules: str) -> None:
        """What no file shows of a case."""
        for rule in rules:
            self._cases.pop((rule, int(row)), None)

    def thing(self, rule: str, unit_code: str, name: str, note: str) -> None:
        """What is no row of the case frame: a case that only another extract knows, a petition, a report."""
        self._things.setdefault((rule, unit_code, name), note)

    def procedure(self, rule: str, unit_code: str, procedure_code: str, note: str) -> None:
        self._procedures.add((rule, unit_code, procedure_code, note))

    def table(self, frame: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
        rows = [
            (
                rule,
                UNRESOLVED if row in self.unresolved else units["unit_code"].iat[frame["unit"].iat[row]],
                frame["case_id"].iat[row],
                "",
                note,
            )
            for (rule, row), note in self._cases.items()
        ]
        rows += [(rule, unit, "", code, note) for rule, unit, code, note in self._procedures]
        rows += [(rule, unit, name, "", note) for (rule, unit, name), note in self._things.items()]
        table = pd.DataFrame(rows, columns=COLUMNS).drop_duplicates(COLUMNS[:4])
        return table.sort_values(COLUMNS[:4], ignore_index=True)


def write(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
