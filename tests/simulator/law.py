"""Receipt-slip due dates. All times are local (Asia/Ho_Chi_Minh), all arrays numpy datetime64.

Counting is that of one-stop software: 8 hours are one day, desks work 07:00-11:30 and 13:30-17:00, counting
starts the day after receipt, and a receipt after 17:00 counts for the next working day.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np

WORKING_DAYS, CALENDAR_DAYS, HOURS, AT_ONCE = 0, 1, 2, 3
CLOSING = np.timedelta64(17 * 3600, "s")
_OPENING = 7 * 3600
_MORNING = 4.5 * 3600
_AFTER_LUNCH = 13.5 * 3600
_LIMIT = re.compile(r"(\d+) (Ngày làm việc|Ngày|Giờ)")
_UNITS = {"Ngày làm việc": WORKING_DAYS, "Ngày": CALENDAR_DAYS, "Giờ": HOURS}


def parse_limit(text: str) -> tuple[int, int]:
    """'5 Ngày làm việc' -> (5, WORKING_DAYS), 'Giải quyết ngay' -> (0, AT_ONCE); else ValueError."""
    if text == "Giải quyết ngay":
        return 0, AT_ONCE
    match = _LIMIT.fullmatch(text)
    if match is None:
        raise ValueError(f"time limit not understood: {text!r}")
    return int(match[1]), _UNITS[match[2]]


def as_day(moment: np.ndarray) -> np.ndarray:
    return np.asarray(moment, dtype="datetime64[D]")


def at(day: np.ndarray, seconds: np.ndarray | int) -> np.ndarray:
    """Days and seconds after midnight -> datetime64[s]."""
    return as_day(day).astype("datetime64[s]") + np.asarray(seconds).astype("timedelta64[s]")


class Calendar:
    """Monday to Friday without the holidays handed over (datetime64[D])."""

    def __init__(self, holidays: np.ndarray) -> None:
        self._busy = np.busdaycalendar(holidays=as_day(holidays))

    @classmethod
    def from_csv(cls, path: Path) -> Calendar:
        with path.open(encoding="utf-8", newline="") as handle:
            return cls(np.array([row["holiday_date"] for row in csv.DictReader(handle)], dtype="datetime64[D]"))

    def shift(self, day: np.ndarray, working_days: np.ndarray | int, roll: str = "forward") -> np.ndarray:
        return np.busday_offset(as_day(day), working_days, roll=roll, busdaycal=self._busy)

    def working_between(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Working days after `first` up to and including `last`; negative becomes 0."""
        one = np.timedelta64(1, "D")
        return np.maximum(np.busday_count(as_day(first) + one, as_day(last) + one, busdaycal=self._busy), 0)

    def working_days(self, first: str, last: str) -> np.ndarray:
        days = np.arange(first, np.datetime64(last) + 1, dtype="datetime64[D]")
        return days[np.is_busday(days, busdaycal=self._busy)]

    def counted_from(self, received: np.ndarray) -> np.ndarray:
        """The day the receipt counts for; the first day of the limit is the one after."""
        day = as_day(received)
        in_the_evening = received - day.astype("datetime64[s]") > CLOSING
        return np.where(in_the_evening, self.shift(day + np.timedelta64(1, "D"), 0), day)

    def due(self, received: np.ndarray, amount: np.ndarray, unit: np.ndarray) -> np.ndarray:
        """Due moments, datetime64[s]; NaT where received is NaT. Limits in days end at 17:00."""
        received = np.asarray(received, dtype="datetime64[s]")
        known = ~np.isnat(received)
        result = np.full(received.shape, np.datetime64("NaT"), dtype="datetime64[s]")
        start, n, unit = (
            self.counted_from(received[known]),
            np.asarray(amount)[known],
            np.asarray(unit)[known],
        )
        full, rest = np.divmod(n, 8)
        in_hours = unit == HOURS
        days = np.where(in_hours, full + (rest > 0), n)
        day = np.where(
            np.isin(unit, [CALENDAR_DAYS, AT_ONCE]),
            start + days.astype("timedelta64[D]"),
            self.shift(start, days, roll="backward"),
        )
        worked = rest * 3600
        part = np.where(worked <= _MORNING, _OPENING + worked, _AFTER_LUNCH + worked - _MORNING)
        seconds = np.where(in_hours & (rest > 0), part, 17 * 3600)
        result[known] = at(day, seconds.astype(int))
        return result
