"""Cases in which the date in force is not the one in the column: limits that lawfully began again while the list keeps
the first promise, lawful waits, promises that a re-appointment overwrote, dates moved between two extracts.

What the law lets stand still or begin anew is no fault: such cases are near misses of B1 and B5, and have no label.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import earlier
from .catalog import WINDOW_TO
from .deadlines import DAY_END, WAITS_LONG, _ask, _end, _long_enough, settled
from .faults import NOTHING, Planter
from .law import as_day, at
from .slips import _slip, covered_units

OVERWRITTEN_BY = 8  # days from the first promise to the date of the slip


def plant(p: Planter) -> pd.DataFrame:
    """Returns the slips issued for them, like slips.issue; `old` there is the due date that the slip itself names."""
    p.frame["first_due"] = NOTHING  # what an extract taken earlier shows as the due date
    restarted(p)
    waiting(p)
    altered_after_the_end(p)
    unseen(p)
    return pd.DataFrame([*overwritten(p), *moved_while_open(p)])


def _covered(p: Planter) -> np.ndarray:
    return covered_units(p.province.units)[p.frame["unit"]]


def _late(p: Planter, rows: np.ndarray, note: str, has_slip: bool) -> None:
    p.label("B1", rows, note)
    if not has_slip:
        p.label("B5", rows[_covered(p)[rows]], "apology slip: missing")


def restarted(p: Planter) -> None:
    """Asked within three working days and promised again: ended between the two dates, on the second, after it."""
    calendar, frame = p.province.calendar, p.frame
    for offsets, count in (((-3, -1), 14), ((0,), 6), ((1, 4), 8)):
        rows = p.take(_long_enough(p) & p.where("due_at"), count)
        first = frame.loc[rows, "due"].to_numpy()
        _ask(p, rows, p.rng.integers(1, 4, len(rows)), starts_again=True)
        again = as_day(frame.loc[rows, "due"].to_numpy())
        frame.loc[rows, "due"] = first
        frame.loc[rows, "due_at"] = at(again, DAY_END)
        days = calendar.shift(again, np.resize(offsets, len(rows)))
        _end(p, rows, np.maximum(days, as_day(first) + 1) if offsets[0] < 0 else days)
        if offsets[0] > 0:
            _late(p, rows, "past the date of a lawful restart", has_slip=False)


def waiting(p: Planter) -> None:
    """Papers asked for on the first working days and never brought: the case lies there past its promise, lawfully."""
    calendar, frame = p.province.calendar, p.frame
    rows = p.take(_long_enough(p), 10)
    start = calendar.shift(calendar.counted_from(frame["received_at"].to_numpy()[rows]), 0)
    frame.loc[rows, "supplement_requested_at"] = at(calendar.shift(start, p.rng.integers(1, 4, len(rows))), 35_000)
    frame.loc[rows, ["finished_at", "returned_at"]] = NOTHING
    frame.loc[rows, "status"] = 5
    asked = as_day(frame.loc[rows, "supplement_requested_at"].to_numpy())
    p.label("C4", rows[asked < WINDOW_TO - WAITS_LONG], "waiting for more than 60 days")


def overwritten(p: Planter) -> list[dict]:
    """Lists with one column of due dates, in which the slip's new date took the place of the first promise."""
    frame, slips = p.frame, []
    room = as_day(frame["due"].to_numpy()) - as_day(frame["received_at"].to_numpy())
    mask = settled(p) & ~p.where("due_at") & _covered(p) & (room >= 5)
    for past, count in ((3, 10), (0, 5)):
        rows = p.take(mask, count)
        first = as_day(frame["due"].to_numpy())[rows]
        slips += [
            _slip(row, day - 2, day + OVERWRITTEN_BY) | {"old": day} for row, day in zip(rows, first, strict=True)
        ]
        frame.loc[rows, "first_due"] = at(first, DAY_END)
        frame.loc[rows, "due"] = at(first + OVERWRITTEN_BY, DAY_END)
        frame.loc[rows, "due_moves"] = 1
        _end(p, rows, p.province.calendar.shift(first, past, roll="backward"))
        if past:
            _late(p, rows, "past the promise that the new date overwrote", has_slip=True)
    return slips


def _with_history(p: Planter) -> np.ndarray:
    seen = (p.frame["first_seen"] < earlier.TAKEN_AT).to_numpy()
    return seen & p.of(*earlier.UNITS) & p.frame["status"].eq(10).to_numpy() & p.ended


def moved_while_open(p: Planter) -> list[dict]:
    """Open in the extract of February, due after it; by May the column shows a week more. Some with a slip in time."""
    frame, slips = p.frame, []
    due = as_day(frame["due"].to_numpy())
    still_open = (frame["finished_at"] > earlier.TAKEN_AT).to_numpy() & (due > np.datetime64("2021-02-05"))
    mask = _with_history(p) & still_open & (due < np.datetime64("2021-04-15")) & _covered(p)
    for has_slip, count in ((False, 6), (True, 4)):
        rows = p.take(mask, count)
        frame.loc[rows, "first_due"] = frame.loc[rows, "due"].to_numpy()
        frame.loc[rows, "due"] = at(due[rows] + 7, DAY_END)
        _end(p, rows, due[rows] + p.rng.integers(1, 8, len(rows)))
        _late(p, rows, "past the promise of an earlier extract", has_slip)
        if has_slip:
            slips += [_slip(row, due[row] - 2, due[row] + 7) | {"old": due[row]} for row in rows]
        else:
            p.label("B4", rows, "moved between two extracts without a slip")
    return slips


def altered_after_the_end(p: Planter) -> None:
    """Closed in the extract of February; by May the due date is another. Some were late by the date before."""
    frame = p.frame
    due = as_day(frame["due"].to_numpy())
    closed = (frame["finished_at"] < earlier.TAKEN_AT - np.timedelta64(20, "D")).to_numpy()
    room = due - as_day(frame["base"].to_numpy())
    mask = _with_history(p) & closed & (room > 5) & (due < np.datetime64("2021-01-20"))
    for late, count in ((False, 8), (True, 4)):
        rows = p.take(mask & (frame["returned_at"] < earlier.TAKEN_AT - np.timedelta64(5, "D")).to_numpy(), count)
        frame.loc[rows, "first_due"] = frame.loc[rows, "due"].to_numpy()
        frame.loc[rows, "due"] = at(due[rows] + 4, DAY_END)
        p.label("D9", rows, "due date moved after the end")
        if late:
            _end(p, rows, due[rows] + 2)
            _late(p, rows, "past the promise of an earlier extract", has_slip=False)


def unseen(p: Planter) -> None:
    """Of a file without a card and a period nobody knows when it was made: its last date is all that it has seen."""
    frame = p.frame
    told = frame[["submitted_at", "received_at", "finished_at", "returned_at"]].max(axis=1)
    last = told.groupby(frame["unit"]).max()
    due = as_day(frame["due"].to_numpy())
    for style in p.styles:
        if style.taken_at or style.has_title:
            continue
        is_open = frame["unit"].eq(style.unit) & frame["finished_at"].isna() & frame["returned_at"].isna()
        for row in np.flatnonzero(is_open.to_numpy() & (due >= as_day(np.array(last[style.unit])))):
            p.labels.drop(row, "B1", "B5")
