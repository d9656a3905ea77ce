"""Faults in due dates and supplements (rules B2, B2E, B7, C1-C7), planted in units of which no other extract tells.

Everything is counted as law.py counts; a supplement asked for in time starts the limit again from its completion.
"""

from __future__ import annotations

import numpy as np

from . import earlier, national, papers, register
from .catalog import WINDOW_TO
from .faults import NOTHING, Planter
from .law import as_day, at
from .styles import OTHERWISE

WITNESSED = {*earlier.UNITS, *national.UNITS, *register.UNITS, *papers.REPORTING}
PAUSED = "Tạm dừng chờ bổ sung"
REFUSED = ("Không đủ điều kiện giải quyết", "Trả lại hồ sơ")
STOPPED = "Dừng xử lý"
WAITS_LONG = np.timedelta64(60, "D")
DAY_END = 17 * 3600


def plant(p: Planter) -> None:
    padded_or_squeezed(p)
    handed_over_late(p)
    asked_twice(p)
    asked_late(p)
    wrong_new_date(p)
    paused(p)
    refused_late(p)
    waiting_long(p)


def alone(p: Planter) -> np.ndarray:
    """Cases of units of which one file tells, written in the usual way."""
    usual = np.array([not style.is_padded and style.dates != "mixed" for style in p.styles])[p.frame["unit"]]
    return usual & ~p.of(*WITNESSED, *OTHERWISE)


def settled(p: Planter, last: str = "2021-03-15") -> np.ndarray:
    """Cases ended and handed over, of procedures counted in working days, due long before the end of the window."""
    due = as_day(p.frame["due"].to_numpy())
    plain = alone(p) & p.ended & p.frame["status"].eq(10).to_numpy() & p.frame["in_working_days"].to_numpy()
    return plain & (due <= np.datetime64(last))


def padded_or_squeezed(p: Planter) -> None:
    calendar, due = p.province.calendar, as_day(p.frame["due"].to_numpy())
    rows = p.take(settled(p) & p.where("supplement_requested_at"), 26)
    later = calendar.shift(due[rows], p.rng.integers(1, 11, len(rows)))
    p.frame.loc[rows, "due"] = at(later, DAY_END)
    p.label("B2", rows, "promised later than the limit allows")
    earlier_by = 2
    room = calendar.shift(np.where(np.isnat(due), WINDOW_TO, due), -earlier_by)
    fits = settled(p) & (as_day(p.frame["finished_at"].to_numpy()) <= room)
    rows = p.take(fits & (as_day(p.frame["received_at"].to_numpy()) < room), 18)
    p.frame.loc[rows, "due"] = at(room[rows], DAY_END)
    p.label("B2E", rows, "promised earlier than the limit")


def handed_over_late(p: Planter) -> None:
    rows = p.take(settled(p), 20)
    due = as_day(p.frame["due"].to_numpy())[rows]
    day = p.province.calendar.shift(due, p.rng.integers(8, 18, len(rows)))
    p.frame.loc[rows, "returned_at"] = at(day, 34_000)
    p.label("B7", rows, "in time, handed over long after the due date")


def _long_enough(p: Planter) -> np.ndarray:
    """Room for a request and for the limit to run out before the window does."""
    amount = p.province.procedures["amount"].to_numpy()[p.frame["procedure"]]
    return settled(p, "2021-02-01") & (amount >= 12) & (amount <= 30) & p.where("supplement_requested_at")


def _ask(p: Planter, rows: np.ndarray, after: int | np.ndarray, starts_again: bool) -> None:
    """Papers asked for so many working days after receipt and brought three days later; ended the day before due."""
    calendar, frame, table = p.province.calendar, p.frame, p.province.procedures
    start = calendar.shift(calendar.counted_from(frame["received_at"].to_numpy()[rows]), 0)
    asked, brought = calendar.shift(start, after), calendar.shift(start, np.asarray(after) + 3)
    frame.loc[rows, "supplement_requested_at"] = at(asked, 35_000)
    frame.loc[rows, "supplement_completed_at"] = at(brought, 36_000)
    if starts_again:
        amount, unit = (
            table[name].to_numpy()[frame["procedure"].to_numpy()[rows]] for name in ("amount", "limit_unit")
        )
        frame.loc[rows, "base"] = at(brought, 36_000)
        frame.loc[rows, "due"] = calendar.due(at(brought, 36_000), amount, unit)
    _end(p, rows, calendar.shift(as_day(frame["due"].to_numpy())[rows], -1))


def _end(p: Planter, rows: np.ndarray, day: np.ndarray) -> None:
    seconds = p.rng.integers(27_000, 40_000, len(rows))
    p.frame.loc[rows, "finished_at"] = at(day, seconds)
    p.frame.loc[rows, "returned_at"] = at(day, seconds + p.rng.integers(60, 900, len(rows)))


def asked_twice(p: Planter) -> None:
    """Only the departments' requests came as a list, so only there can a second one be seen."""
    department = (p.province.units["unit_type"] == "department").to_numpy()[p.frame["unit"]]
    rows = p.take(_long_enough(p) & department, 14)
    _ask(p, rows, 2, starts_again=True)
    again = p.province.calendar.shift(as_day(p.frame["supplement_completed_at"].to_numpy())[rows], 3)
    p.frame["asked_again_at"] = NOTHING
    p.frame.loc[rows, "asked_again_at"] = at(again, 36_000)
    p.label("C1", rows, "papers asked for a second time")


def asked_late(p: Planter) -> None:
    rows = p.take(_long_enough(p), 18)
    _ask(p, rows, p.rng.integers(4, 8, len(rows)), starts_again=False)
    p.label("C2", rows, "papers asked for more than three working days after receipt")
    rows = p.take(_long_enough(p), 12)
    due = as_day(p.frame["due"].to_numpy())[rows]
    asked = due - p.rng.integers(0, 2, len(rows))
    p.frame.loc[rows, "supplement_requested_at"] = at(asked, 35_000)
    p.frame.loc[rows, "supplement_completed_at"] = at(due, 36_000)
    p.frame.loc[rows, "finished_at"] = at(due, 50_000)
    p.frame.loc[rows, "returned_at"] = at(due, 50_600)
    p.label("C2", rows, "papers asked for when the case was due")
    p.label("C3", rows, "papers asked for when the case was due")


def wrong_new_date(p: Planter) -> None:
    """The list keeps the first date and shows the one counted again beside it: some of them wrong, some right."""
    calendar, frame, shown = p.province.calendar, p.frame, p.where("due_at")
    for offsets, count in (((-3, -1, 2, 6), 16), ((0,), 6)):
        rows = p.take(_long_enough(p) & shown, count)
        first = frame.loc[rows, "due"].to_numpy()
        _ask(p, rows, 2, starts_again=True)
        again = as_day(frame["due"].to_numpy())[rows]
        frame.loc[rows, "due"] = first
        frame.loc[rows, "due_at"] = at(calendar.shift(again, np.resize(offsets, len(rows))), DAY_END)
        _end(p, rows, as_day(first))
        if offsets != (0,):
            p.label("C5", rows, "new date is not completion plus the limit")


def paused(p: Planter) -> None:
    frame = p.frame
    still_open = alone(p) & frame["finished_at"].isna().to_numpy() & frame["status"].isin([2, 4]).to_numpy()
    lately = (frame["received_at"] > np.datetime64("2021-03-08")).to_numpy()
    rows = p.take(still_open & lately & p.where("supplement_requested_at"), 10)
    frame.loc[rows, "status"], frame.loc[rows, "status_as_written"] = 5, PAUSED
    p.label("C6", rows, "paused, no papers asked for")


def refused_late(p: Planter) -> None:
    rows = p.take(settled(p), 14)
    due = as_day(p.frame["due"].to_numpy())[rows]
    day = p.province.calendar.shift(due, p.rng.integers(1, 8, len(rows)))
    p.frame.loc[rows, "finished_at"] = at(day, p.rng.integers(27_000, 40_000, len(rows)))
    p.frame.loc[rows, "returned_at"] = NOTHING
    p.frame.loc[rows, "status"] = 8
    p.frame.loc[rows, "status_as_written"] = np.resize(np.array(REFUSED, dtype=object), len(rows))
    p.label("C7", rows, "refused after the due date")


def waiting_long(p: Planter) -> None:
    """Not planted: cases of any unit that have waited, or stood stopped, for very long. A stop without an end is told
    from a refusal by its words.
    """
    frame = p.frame
    unended = frame["finished_at"].isna() & frame["returned_at"].isna() & frame["in_scope"] & frame["is_accepted"]
    stopped = unended & frame["status"].eq(8) & frame["status_as_written"].eq("")
    frame.loc[stopped, "status_as_written"] = STOPPED
    since = frame[["received_at", "supplement_requested_at", "supplement_completed_at"]].max(axis=1)
    long = as_day(since.to_numpy()) < WINDOW_TO - WAITS_LONG
    known = frame["status_as_written"].isin(["", STOPPED, PAUSED])
    rows = np.flatnonzero(unended & (stopped | frame["status"].isin([5, 6])) & known & long)
    p.label("C4", rows, "waiting for more than 60 days")
