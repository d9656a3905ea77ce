"""An extract that was taken three months before the others: what had not happened is not in it, and of a few closed
cases it tells something else than the later one does (rule D9), or knows a case that the later one does not (D11).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from . import shapes
from .faults import NOTHING, Planter
from .law import as_day, at

UNITS = ("613", "614", "SCT")
TAKEN_AT = np.datetime64("2021-02-01T07:00:00")
FOLDER = "2021-02-01"
HAPPENED = ("finished_at", "returned_at", "supplement_requested_at", "supplement_completed_at")


def write(p: Planter, out: Path) -> None:
    """The earlier extract of each of UNITS, in a folder of its own."""
    state = _as_it_was(p)
    _altered_since(p, state)
    state = pd.concat([state, _vanished_since(p, state)])
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    for style in p.styles:
        if p.province.units["unit_code"].iat[style.unit] in UNITS:
            part = state[state["unit"] == style.unit].sort_values("first_seen", kind="stable")
            shapes.write_unit(part, p.province, replace(style, taken_at=str(TAKEN_AT)), out / FOLDER, p.rng)


def _as_it_was(p: Planter) -> pd.DataFrame:
    """The cases received by then, as they stood; those with a fault in their dates, status or code are left out."""
    broken = p.labels.rows("A1", "A2", "A4", "A5", "A6") | p.labels.unresolved
    reused = p.frame.duplicated("case_id", keep=False)
    seen = (p.frame["first_seen"] < TAKEN_AT) & p.of(*UNITS) & ~p.frame.index.isin(list(broken)) & ~reused
    state = p.frame[seen].copy()
    state["due"] = state["first_due"].fillna(state["due"])
    return as_it_stood(state, TAKEN_AT)


def as_it_stood(state: pd.DataFrame, taken_at: np.datetime64, due: str = "due") -> pd.DataFrame:
    """Takes out of cases what had not happened by then; `due` is the column of the original due date."""
    for name in HAPPENED:
        state.loc[state[name] > taken_at, name] = NOTHING
    is_open, later = state["finished_at"].isna(), state[due] > taken_at
    state.loc[is_open & later, "due_at"] = NOTHING
    state.loc[is_open & later, "due_moves"] = 0
    unasked = state["status"].isin([5, 6]) & state["supplement_requested_at"].isna()
    state.loc[is_open & (state["status"].isin([7, 8, 9, 10]) | unasked), "status"] = 4
    state.loc[~is_open & state["returned_at"].isna() & (state["status"] == 10), "status"] = 9
    return state


def _altered_since(p: Planter, state: pd.DataFrame) -> None:
    """Values that the earlier extract knew otherwise, of cases that were closed by then."""
    frame, rng = p.frame, p.rng
    due, end = p.due_day, as_day(frame["finished_at"].to_numpy())
    closed = p.of(*UNITS) & frame.index.isin(state.index) & (frame["finished_at"] < TAKEN_AT - np.timedelta64(20, "D"))
    long_ago = due < np.datetime64("2021-01-10")

    rows = p.take(closed & long_ago & (end >= due - 1) & frame["status"].eq(10), 10)
    late = due[rows] + rng.integers(2, 9, len(rows))
    state.loc[rows, "finished_at"] = at(late, 36_000)
    state.loc[rows, "returned_at"] = at(late + 1, 36_000)
    p.label("D9", rows, "end moved back to the due date")

    rows = p.take(closed & frame["status"].eq(9) & frame["returned_at"].isna(), 6)
    state.loc[rows, "returned_at"] = at(end[rows] + 1, 36_000)
    state.loc[rows, "status"] = 10
    p.label("D9", rows, "date of return taken away")

    rows = p.take(closed & frame["status"].isin([7, 8]), 6)
    state.loc[rows, "status"] = 9
    p.label("D9", rows, "finished case made a withdrawn or stopped one")


def _vanished_since(p: Planter, state: pd.DataFrame) -> pd.DataFrame:
    """Cases that the later extract does not know, otherwise in order; like other cases of the unit but for the code."""
    closed = p.of(*UNITS) & p.frame.index.isin(state.index) & p.frame["status"].eq(10)
    like = p.take(closed & (p.frame["returned_at"] < TAKEN_AT), 12)
    p.clean[like] = True  # the model itself is not touched
    made = p.frame.loc[like].copy()
    made.index = pd.RangeIndex(len(p.frame), len(p.frame) + len(made))
    made["case_id"] = next_codes(p.frame, made)
    is_double = (p.where("applicant") & p.where("phone"))[like]  # of the same person, procedure and minute
    for unit, code, double in zip(made["unit"], made["case_id"], is_double, strict=True):
        if double:
            p.labels.thing("A4S", p.province.units["unit_code"].iat[unit], code, "like another case but for its code")
        p.labels.thing("D11", p.province.units["unit_code"].iat[unit], code, "known to the earlier extract only")
    return made


def next_codes(frame: pd.DataFrame, made: pd.DataFrame) -> list[str]:
    """Codes that go on where the running numbers of their unit and day end, so that none is left out."""
    parts = frame["case_id"].str.split("-", expand=True)
    last = pd.to_numeric(parts[2]).fillna(0).astype(int).groupby([frame["unit"], parts[1]]).max().to_dict()
    codes = []
    for unit, code in zip(made["unit"], made["case_id"], strict=True):
        head, stamp, _ = code.split("-")
        last[unit, stamp] += 1
        codes.append(f"{head}-{stamp}-{last[unit, stamp]:04d}")
    return codes


def new_codes(codes: pd.Series, start: int = 900) -> list[str]:
    """Codes of the same units and days with numbers that no case has."""
    return [f"{code.rpartition('-')[0]}-{start + place:04d}" for place, code in enumerate(codes)]
