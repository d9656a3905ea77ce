"""Units that bend what they show (rules D1, D1T, D2, D2P, D5, D7, E1I): a few, each strongly and in one way.

Only cases without another label are touched, and none becomes late.
"""

from __future__ import annotations

import numpy as np

from .catalog import WINDOW_TO
from .faults import Planter
from .law import as_day, at

ON_DUE_DATE = ("611", "23538")
ONE_MINUTE = ("SVHTTDL", "23419")
BATCHES = ("SKHDT",)
PERIOD_ENDS = ("SLDTBXH",)
OFF_HOURS = ("STTTT", "23534")
NO_SPREAD = ("23377",)
NO_IMMEDIATE = ("23377",)


def plant(p: Planter) -> None:
    for rule, units, change, note in (
        ("D1", ON_DUE_DATE, on_due_date, "nearly all ended on the very due date"),
        ("D1T", ONE_MINUTE, at_one_minute, "nearly all ended at one time of day"),
        ("D2", BATCHES, in_batches, "ended by the dozen in one minute"),
        ("D2P", PERIOD_ENDS, at_period_ends, "ended in the last days of report periods"),
        ("D5", OFF_HOURS, at_night, "ended at night"),
        ("D7", NO_SPREAD, without_spread, "never late, always one day before the due date"),
    ):
        for unit in units:
            change(p, _mine(p, unit))
            p.labels.thing(rule, unit, "", note)
    for unit in NO_IMMEDIATE:
        without_immediate(p, unit)
        p.labels.thing("E1I", unit, "", "no case of a procedure to be settled at once")


def _mine(p: Planter, unit: str) -> np.ndarray:
    """The unit's cases that ended in time and carry no label."""
    done = p.frame["status"].isin([9, 10]).to_numpy() & p.frame["due"].notna().to_numpy()
    return np.flatnonzero(p.of(unit) & p.clean & p.ended & done & p.frame["in_working_days"].to_numpy())


def _end(p: Planter, rows: np.ndarray, day: np.ndarray, seconds: np.ndarray | int) -> None:
    frame, returned = p.frame, p.frame["returned_at"].notna().to_numpy()[rows]
    end = at(day, seconds)
    kept = end > frame["received_at"].to_numpy()[rows]
    frame.loc[rows[kept], "finished_at"] = end[kept]
    handed = kept & returned
    later = p.rng.integers(120, 1500, handed.sum()).astype("timedelta64[s]")
    frame.loc[rows[handed], "returned_at"] = end[handed] + later
    p.clean[rows] = False


def _seconds(p: Planter, rows: np.ndarray) -> np.ndarray:
    end = p.frame["finished_at"].to_numpy()[rows]
    return (end - as_day(end).astype("datetime64[s]")).astype(int)


def _due(p: Planter, rows: np.ndarray) -> np.ndarray:
    return as_day(p.frame["due"].to_numpy())[rows]


def on_due_date(p: Planter, rows: np.ndarray) -> None:
    rows = rows[(_due(p, rows) <= WINDOW_TO) & (p.rng.random(len(rows)) < 0.96)]
    _end(p, rows, _due(p, rows), _seconds(p, rows))


def at_one_minute(p: Planter, rows: np.ndarray) -> None:
    _end(p, rows, as_day(p.frame["finished_at"].to_numpy())[rows], 16 * 3600 + 1800 + p.rng.integers(0, 60, len(rows)))


def in_batches(p: Planter, rows: np.ndarray) -> None:
    """Day by day: as many as wait and are not yet late, if there are enough."""
    base, due = as_day(p.frame["base"].to_numpy())[rows], _due(p, rows)
    left = np.ones(len(rows), bool)
    for day in p.province.calendar.working_days("2020-06-08", "2021-04-29")[::3]:
        waits = np.flatnonzero(left & (base < day) & (due >= day))[:24]
        if len(waits) >= 8:
            left[waits] = False
            minute = 60 * int(p.rng.integers(14 * 60, 17 * 60))
            _end(p, rows[waits], np.full(len(waits), day), minute + p.rng.integers(0, 60, len(waits)))


def at_period_ends(p: Planter, rows: np.ndarray) -> None:
    base, due = as_day(p.frame["base"].to_numpy())[rows], _due(p, rows)
    days = p.province.calendar.working_days("2020-06-08", "2021-04-29")
    ends = np.array([day for day in days if _is_period_end(day)])
    place = np.minimum(np.searchsorted(ends, base, side="right"), len(ends) - 1)
    fits = (ends[place] > base) & (ends[place] <= due)
    _end(p, rows[fits], ends[place][fits], _seconds(p, rows[fits]))


def _is_period_end(day: np.datetime64) -> bool:
    month = day.astype("datetime64[M]")
    of_month = int((day - month.astype("datetime64[D]")).astype(int)) + 1
    last = int(((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int))
    return of_month > last - 3 or (int(month.astype(int)) % 3 == 2 and 12 <= of_month <= 14)


def at_night(p: Planter, rows: np.ndarray) -> None:
    rows = rows[p.rng.random(len(rows)) < 0.6]
    _end(p, rows, as_day(p.frame["finished_at"].to_numpy())[rows], p.rng.integers(75_600, 84_000, len(rows)))


def without_spread(p: Planter, rows: np.ndarray) -> None:
    day = p.province.calendar.shift(_due(p, rows), -1)
    rows, day = rows[day <= WINDOW_TO], day[day <= WINDOW_TO]
    later = day > as_day(p.frame["received_at"].to_numpy())[rows]
    _end(p, rows[later], day[later], _seconds(p, rows[later]))


def without_immediate(p: Planter, unit_code: str) -> None:
    """Its cases of procedures to be settled at once become ones of another procedure, counted anew."""
    frame, table = p.frame, p.province.procedures
    mine = p.of(unit_code)
    at_once = np.flatnonzero(mine & frame["is_at_once"].to_numpy())
    usual = int(frame.loc[mine & frame["in_working_days"], "procedure"].mode().iat[0])
    received = frame["received_at"].to_numpy()[at_once]
    amount, limit_unit = table["amount"].iat[usual], table["limit_unit"].iat[usual]
    frame.loc[at_once, "procedure"], frame.loc[at_once, "level"] = usual, table["service_level"].iat[usual]
    frame.loc[at_once, "due"] = p.province.calendar.due(
        received, np.full(len(at_once), amount), np.full(len(at_once), limit_unit)
    )
    frame.loc[at_once, "is_at_once"] = False
    if table["service_level"].iat[usual] <= 2:
        frame.loc[at_once, "channel"] = "desk"
