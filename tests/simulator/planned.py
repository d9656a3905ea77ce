"""Cases of procedures that the unit could not use (rules U1-U4), chosen before anything else is drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .catalog import WINDOW_TO, Province
from .law import as_day

PER_RULE = 22


def assign(frame: pd.DataFrame, province: Province, rng: np.random.Generator, planned: dict) -> None:
    """Adds `planned_rule` ('' for nearly all), `is_planned`; changes `procedure` of 1-3 cases a pair."""
    table, units = province.procedures, province.units
    frame["planned_rule"] = ""
    day, number = as_day(frame["received_at"].to_numpy()), frame["unit"].to_numpy()
    free = (frame["kind"].to_numpy() == 0) & ~frame["is_core"].to_numpy() & (units["size"].to_numpy()[number] >= 40)
    free &= day <= WINDOW_TO
    procedure, rule_of = frame["procedure"].to_numpy().copy(), np.full(len(frame), "", object)
    order = np.argsort(number, kind="stable")
    start = np.searchsorted(number[order], np.arange(len(units) + 1))
    for rule, pairs_of_rule in planned.items():
        for unit, row in pairs_of_rule:
            mine = order[start[unit] : start[unit + 1]]
            fits = free[mine] & (rule_of[mine] == "")
            if rule == "U2":
                fits &= day[mine] < table["from"].to_numpy("datetime64[D]")[row]
            elif rule == "U3":
                fits &= day[mine] > table["to"].to_numpy("datetime64[D]")[row]
            mine = mine[fits]
            chosen = rng.choice(mine, min(int(rng.integers(1, 4)), len(mine)), replace=False)
            procedure[chosen], rule_of[chosen] = row, rule
    frame["procedure"], frame["planned_rule"] = procedure, rule_of
    frame["is_planned"] = rule_of != ""


def pairs(province: Province, rng: np.random.Generator) -> dict[str, list[tuple[int, int]]]:
    """Rule -> (row of a unit, row of a procedure that it could not use)."""
    table, units = province.procedures, province.units
    large = units[units["size"] >= 40]
    own = {
        "U1": table["origin"] == "none",
        "U2": table["origin"] == "new",
        "U3": (table["valid_to"] != "") & (table["successor"] < 0),
    }
    result: dict[str, list[tuple[int, int]]] = {rule: [] for rule in ("U1", "U2", "U3", "U4")}
    for rule, rows in own.items():
        for row in table[rows].itertuples():
            peers = large[large["unit_level"] == row.unit_level]
            if row.authority.startswith(("Sở", "Ban", "Thanh")):
                peers = peers[peers["unit_name"] == row.authority]
            elif row.unit_level != "province":
                peers = peers[peers["unit_type"] == row.unit_level]
            count = min(-(-PER_RULE // rows.sum()), len(peers))
            result[rule] += [(int(unit), row.Index) for unit in rng.choice(peers.index, count, replace=False)]
    published = table[(table["origin"] == "reference") & (table["valid_to"] == "")]
    levels = table[table["origin"] != "none"].groupby("procedure_code")["unit_level"].agg(set)
    for _ in range(PER_RULE):
        unit = int(rng.choice(large.index))
        level = large.loc[unit, "unit_level"]
        strange = [
            row.Index
            for row in published.itertuples()
            if level not in levels[row.procedure_code] and row.limit_unit < 2 and row.amount <= 20
        ]
        result["U4"].append((unit, int(rng.choice(strange))))
    return result
