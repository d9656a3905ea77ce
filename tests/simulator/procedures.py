"""Findings about procedures (rules U1-U6) and the list of procedures configured in the one-stop system.

Labels carry the 8-character stem of the code, or the whole code where it has none.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from .catalog import WINDOW_FROM, WINDOW_TO, Province, whose
from .labels import Labels

STEM = re.compile(r"\d\.\d{6}")
NOT_DELIVERED = ("SKHCN", "TTT")  # departments without a configured list
NOTES = {
    "U1": "in no published list",
    "U2": "received before the procedure came into force",
    "U3": "received after the procedure expired",
    "U4": "published for other levels only",
}
UNCONFIGURED = 36
SUFFIXES = (".000.00.00.H34", "", ".H34", ".000.00.00.H34", ".02")


def code_as_written(code: str, wording: int) -> str:
    return code + SUFFIXES[wording % len(SUFFIXES)] if STEM.fullmatch(code) else f"{code}.000.00.00.H34"


def label_planned(frame: pd.DataFrame, province: Province, labels: Labels) -> None:
    planned = frame[frame["is_planned"]]
    for rule, unit, procedure in zip(planned["planned_rule"], planned["unit"], planned["procedure"], strict=True):
        code = province.procedures["procedure_code"].iat[procedure]
        stem = code if STEM.fullmatch(code) else code_as_written(code, 0)
        labels.procedure(rule, province.units["unit_code"].iat[unit], stem, NOTES[rule])


def label_never_used(frame: pd.DataFrame, province: Province, labels: Labels) -> None:
    """U5, from the cases each unit was dealt: at least 5 peers, 80 % of them with cases, 5 in the median."""
    dealt = frame[
        frame["in_scope"] & frame["is_accepted"] & frame["has_procedure_code"] & (frame["unit_as_written"] == "")
    ]
    table, units = province.procedures, province.units
    codes = table["procedure_code"].to_numpy(object)[dealt["procedure"]]
    counts = pd.crosstab(dealt["unit"].to_numpy(), codes)
    for kind, level in (("district", "district"), ("commune", "commune")):
        members = units.index[units["unit_type"] == kind]
        rows = table[
            (table["unit_level"] == level)
            & whose(units.loc[members[0]], table)
            & (table["from"] <= WINDOW_FROM)
            & (table["to"] >= WINDOW_TO)
        ]
        for code in rows["procedure_code"].unique():
            used = counts[code].reindex(members, fill_value=0) if code in counts else pd.Series(0, index=members)
            for unit in members[used == 0]:
                peers = used.drop(unit)
                users = peers[peers > 0]
                if len(peers) >= 5 and len(users) >= 0.8 * len(peers) and users.median() >= 5:
                    labels.procedure(
                        "U5", units["unit_code"].iat[unit], code, f"{len(users)} of {len(peers)} peers use it"
                    )


def configure(province: Province, labels: Labels, rng: np.random.Generator) -> pd.DataFrame:
    """Unit × procedure rows of the configured list; some are left out and labelled U6."""
    table, rows = province.procedures, []
    for number, unit in province.units.iterrows():
        if unit["unit_code"] in NOT_DELIVERED:
            continue
        for row in table[whose(unit, table) & (table["successor"] < 0)].itertuples():
            if row.to >= pd.Timestamp(WINDOW_TO) or rng.random() < 0.5:
                rows.append((number, row.Index, row.to >= pd.Timestamp(WINDOW_TO)))
    listed = pd.DataFrame(rows, columns=["unit", "procedure", "in_force"])
    # the province's own list is complete: which body "the province" is, is not written in it
    can_go = listed["in_force"] & (province.units["unit_code"].to_numpy()[listed["unit"]] != "62")
    per_unit = listed[can_go].groupby("unit").sample(2, random_state=int(rng.integers(1 << 31)), replace=True)
    gone = rng.choice(per_unit.index.unique().to_numpy(), UNCONFIGURED, replace=False)
    for row in listed.loc[gone].itertuples():
        labels.procedure(
            "U6",
            province.units["unit_code"].iat[row.unit],
            table["procedure_code"].iat[row.procedure],
            "in force on 2021-04-30 but not configured",
        )
    return listed.drop(index=gone).reset_index(drop=True)
