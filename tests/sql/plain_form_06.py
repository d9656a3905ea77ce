"""Biểu 06 counted once more in plain Python, case by case, from `conventions.csv` alone and not from the SQL.

A choice that the list of conventions leaves open stands in a comment.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from tests.sql.plain_deadlines import Promise

END_OF_DAY = time(23, 59, 59)
CELLS = (
    *("received_online", "received_direct", "carried_over", "completed_early", "completed_on_time", "completed_late"),
    *("completed_undated", "pending_in_time", "pending_overdue", "pending_undated", "withdrawn", "stopped", "left_out"),
)


@dataclass
class Case:
    """What the form needs to know of a case; `knows_…`: whether its extract has such a column at all."""

    unit: str
    sector: str | None
    status: int | None
    is_online: bool
    is_own: bool
    received: date
    due: datetime | None
    due_has_time: bool
    finished: datetime | None
    returned: datetime | None
    requested: date | None = None
    completed: date | None = None
    knows_finished: bool = True
    knows_returned: bool = True
    in_force: Promise | None = None  # the due date in force; without one it is `due`
    seen_until: datetime = datetime.max


def conventions(folder: Path, grain: str) -> list[dict[str, str]]:
    with (folder / "conventions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row | {"compare": grain if row["compare"] == "run" else row["compare"]} for row in rows]


def periods(first: date, last: date, first_day: int = 15) -> dict[str, tuple[date, date]]:
    """The window, its calendar quarters and those from the 15th to the 14th, cut at its ends, by their ids."""
    found = {"window": (first, last)}
    for year in range(first.year, last.year + 2):
        for quarter in (1, 2, 3, 4):
            start, after = _month(year, 3 * quarter - 2), _month(year, 3 * quarter + 1)
            shifted = [_month(year, 3 * quarter - 3), _month(year, 3 * quarter)]
            whole = {
                f"quarter_{year}_{quarter}": (start, after - timedelta(1)),
                f"report_quarter_{year}_{quarter}": (
                    shifted[0].replace(day=first_day),
                    shifted[1].replace(day=first_day) - timedelta(1),
                ),
            }
            found |= {
                name: (max(one, first), min(other, last))
                for name, (one, other) in whole.items()
                if one <= last and other >= first
            }
    return found


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def recount(cases: list[Case], convention: dict, days: tuple[date, date], window: tuple[date, date]) -> Counter:
    """(unit, sector, cell) -> cases of a period."""
    counts: Counter = Counter()
    for case in cases:
        for cell in cells(case, convention, days, window):
            counts[case.unit, case.sector, cell] += 1
    return counts


def cells(case: Case, convention: dict, days: tuple[date, date], window: tuple[date, date]) -> list[str]:
    """In which cells a case stands: how it came into the period, and how it left it or stands at its end."""
    first, last = days
    if case.status in (1, 3) or case.received > last:
        return []
    ended = closes(case, convention, window[1])
    is_left_out = (
        (case.status == 7 and ended and convention["withdrawn"] == "left_out")
        or (case.status == 8 and ended and convention["stopped"] == "left_out")
        or (case.status in (5, 6) and convention["waiting"] == "left_out")
        or (convention["systems"] == "own" and not case.is_own)
    )
    # A stopped case that is held to be in process never ends.
    stays = case.status == 8 and convention["stopped"] in ("in_time", "by_due") and not is_left_out
    if ended and not stays and ended < first:
        return []
    if is_left_out:
        return ["left_out"]
    came = "carried_over" if case.received < first else "received_online" if case.is_online else "received_direct"
    if ended and ended <= last and not stays:
        return [came, ending(case, convention)]
    return [came, standing(case, convention, last, window[1], bool(ended and ended <= last))]


def end(case: Case, convention: dict) -> datetime | None:
    """The moment that is compared with the due date; a column that the extract lacks is told by the other one."""
    if case.status in (7, 8) or convention["end_basis"] == "either":
        return case.finished or case.returned
    if convention["end_basis"] == "finished":
        return case.finished or (None if case.knows_finished else case.returned)
    return case.returned or (None if case.knows_returned else case.finished)


def closes(case: Case, convention: dict, window_to: date) -> date | None:
    """The day on which a case ends, None where it is open at the window's end. What is known to have ended, but not
    when, ended with the window.
    """
    if case.status in (2, 4, 5, 6):
        return None
    is_at_desk = convention["end_basis"] == "returned" and case.knows_returned and not case.returned
    if case.status in (9, None) and is_at_desk:
        return None
    if case.status is None and not (case.finished or case.returned):
        return None
    moment = end(case, convention) or case.finished or case.returned
    day = max(moment.date(), case.received) if moment else window_to
    return day if day <= window_to else None


def ending(case: Case, convention: dict) -> str:
    if case.status == 7:
        return "completed_on_time" if convention["withdrawn"] == "on_time" else "withdrawn"
    if case.status == 8:
        return "stopped"
    moment = end(case, convention)
    promise = promised(case, convention)
    if moment is None or is_untold(promise, convention, moment):
        return "completed_on_time" if convention["undated"] == "on_time" else "completed_undated"
    if is_late(promise, convention, moment):
        return "completed_late"
    # A choice: an end known by its day only cannot be shown to have come before an hour of that day.
    by_clock = convention["compare"] == "clock" and moment.time() != time()
    is_early = moment < limit(promise) if by_clock else moment.date() < promise.due.date()
    return "completed_early" if is_early else "completed_on_time"


def standing(case: Case, convention: dict, day: date, window_to: date, is_stopped: bool) -> str:
    """The cell of a case that is open at the end of a day."""
    if is_stopped and convention["stopped"] == "in_time":
        return "pending_in_time"
    if not is_stopped and waits(case, day, window_to) and convention["waiting"] == "in_time":
        return "pending_in_time"
    promise = promised(case, convention)
    if is_untold(promise, convention, end(case, convention) or case.seen_until):
        return "pending_in_time" if convention["undated"] == "on_time" else "pending_undated"
    # A choice, as everywhere: an open case that its own record says was done is measured there.
    done = end(case, convention) if case.status != 8 else None
    was_in_time = done is not None and not is_late(promise, convention, done)
    # A choice, as everywhere: what is open is known until its extract was taken.
    at = datetime.combine(day, END_OF_DAY)
    if closes(case, convention, window_to) is None:
        at = min(at, case.seen_until)
    return "pending_overdue" if is_late(promise, convention, at) and not was_in_time else "pending_in_time"


def waits(case: Case, day: date, window_to: date) -> bool:
    """Whether a case waits for its applicant: by its requests; its status alone speaks for the window's end only."""
    if case.status in (5, 6):
        since = case.requested if case.requested and not case.completed else window_to
        return day >= since
    return bool(case.requested and case.completed and case.requested <= day < case.completed)


def promised(case: Case, convention: dict) -> Promise:
    """The due date that the convention counts by: the one in force, or the one in the system's column."""
    if convention["due"] == "in_force" and case.in_force is not None:
        return case.in_force
    return Promise(case.due)


def is_untold(promise: Promise, convention: dict, moment: datetime) -> bool:
    if promise.due is None:
        return True
    return promise.doubt == ("late" if is_late(promise, convention, moment) else "in_time")


def limit(promise: Promise) -> datetime:
    has_hour = promise.due.time() != time()
    return promise.due if has_hour else datetime.combine(promise.due, END_OF_DAY)


def is_late(promise: Promise, convention: dict, moment: datetime) -> bool:
    return moment > limit(promise) if convention["compare"] == "clock" else moment.date() > promise.due.date()
