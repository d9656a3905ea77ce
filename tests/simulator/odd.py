"""Odd slips and odd rows: slips that the systems contradict (B8R-B8S), blank cells, rows that repeat or contradict each
other, one case under two codes (A1S, A1C, A2D, A4V, A4S).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .deadlines import settled
from .faults import Planter
from .law import as_day, at
from .slips import covered_units

DAY_END = 17 * 3600


def plant(p: Planter, issued: pd.DataFrame) -> pd.DataFrame:
    """Returns the slips with those of its own; `old` and `code` stand in the place of the case's."""
    _blank_cells(p)
    _due_before_receipt(p)
    _several_rows(p)
    return pd.concat([issued, pd.DataFrame(_slips(p))], ignore_index=True)


def _parts(p: Planter) -> pd.DataFrame:
    parts = p.frame["case_id"].str.rpartition("-")
    number = pd.to_numeric(parts[2], errors="coerce").fillna(0).astype(int)
    stamp = parts[0].str.rpartition("-")[2]
    last = number.groupby([p.frame["unit"], stamp]).transform("max")
    return pd.DataFrame({"day": parts[0], "number": number, "last": last})


def _last_of_day(p: Planter) -> np.ndarray:
    """Cases whose code can go and leave no gap in the numbers of their day."""
    parts = _parts(p)
    return (settled(p) & (parts["number"] == parts["last"])).to_numpy()


def _blank_cells(p: Planter) -> None:
    rows = p.take(settled(p) & p.where("status"), 8)
    p.frame.loc[rows, "status_as_written"] = " "
    p.label("A1S", rows, "status blank")
    rows = p.take(_last_of_day(p), 4)
    p.frame.loc[rows, "case_id"] = ""
    p.label("A1C", rows, "case code blank")


def _due_before_receipt(p: Planter) -> None:
    """Of withdrawn cases, which are not late."""
    received = as_day(p.frame["received_at"].to_numpy())
    rows = p.take(p.frame["status"].eq(7).to_numpy() & p.ended, 6)
    p.frame.loc[rows, "due"] = at(received[rows] - p.rng.integers(1, 9, len(rows)), DAY_END)
    p.label("A2D", rows, "due date before the receipt")
    p.label("B2E", rows, "due date before the receipt")


def _several_rows(p: Planter) -> None:
    """A mate of the same unit becomes another row, or another case, of the first one."""
    for rule, count in (("A4V", 6), ("A4S", 6)):
        for first in p.take(settled(p) & (p.where("applicant") & p.where("phone") if rule == "A4S" else True), count):
            frame = p.frame
            mates = p.clean & _last_of_day(p) & (frame["unit"] == frame.at[first, "unit"]).to_numpy()
            if not mates.any():
                continue
            other = int(p.rng.choice(np.flatnonzero(mates)))
            p.clean[other] = False
            code, parts = frame.at[first, "case_id"], _parts(p).loc[first]
            frame.loc[other] = frame.loc[first]
            if rule == "A4V":
                frame.loc[other, "status"] = 9
                frame.loc[other, "returned_at"] = np.datetime64("NaT")
                p.label("A4", np.array([first]), "two rows of one case")
                p.label("A4V", np.array([first]), "two rows of one case, another status")
            else:
                frame.loc[other, "case_id"] = f"{parts['day']}-{parts['last'] + 1:0{len(code.rpartition('-')[2])}d}"
                p.label("A4S", np.array([other]), "one case under two codes")


def _slips(p: Planter) -> list[dict]:
    frame, due = p.frame, as_day(p.frame["due"].to_numpy())
    received, end = (as_day(frame[name].to_numpy()) for name in ("received_at", "finished_at"))
    fits = settled(p) & p.where("due_at") & covered_units(p.province.units)[frame["unit"]] & (due - received >= 5)
    slips: list[dict] = []

    def slip(
        row: int, day: np.datetime64, new: np.datetime64, moved: np.datetime64 | None, **otherwise: object
    ) -> None:
        slips.append({"case": row, "slip_date": day, "has_reason": True, "new_due_date": new, **otherwise})
        frame.loc[row, "has_slip"] = True
        if moved is not None:
            frame.loc[row, "due_at"], frame.loc[row, "due_moves"] = at(moved, DAY_END), 1

    rows = p.take(fits, 6)
    for row in rows:
        slip(row, received[row] - int(p.rng.integers(1, 9)), due[row] + 4, due[row] + 4)
    p.label("B8R", rows, "slip dated before the receipt")
    rows = p.take(fits, 6)
    for row in rows:
        slip(row, due[row] - 2, due[row] - int(p.rng.integers(0, 3)), None)
    p.label("B8N", rows, "new date not after the old one")
    rows = p.take(fits, 6)
    for row in rows:
        slip(row, due[row] - 2, due[row] + 5, due[row] + 5, old=due[row] + int(p.rng.choice([-2, -1, 1, 2])))
    p.label("B8D", rows, "old date of the slip is not the system's")
    rows = p.take(fits & p.where("supplement_requested_at") & (end > due - 2), 6)
    for place, row in enumerate(rows):
        slip(row, due[row] - 2, due[row] + 5, due[row] + 8 if place % 2 else None)
    p.label("B8S", rows, "due date not moved to the slip's new date")
    rows = p.take(fits & frame["received_at"].ge(pd.Timestamp("2020-06-15")).to_numpy(), 6)
    for row in rows:
        code, number = frame.at[row, "case_id"], f"{9000 + int(row) % 900}/PXL-UBND"
        slip(row, due[row] - 2, due[row] + 5, None, code=f"{code.rpartition('-')[0]}-9{row % 900:03d}", number=number)
        unit = p.province.units["unit_code"].iat[frame.at[row, "unit"]]
        p.labels.thing("B8K", unit, number, "slip of a case that nobody has")
    return slips
