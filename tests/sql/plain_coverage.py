"""Which days the case lists tell of, unit by unit and month by month, worked out once more in plain Python.

Written from the contract, the data dictionary and the domain notes, not from the SQL.
"""

import statistics
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.sql.plain_cases import UNRESOLVED, Case, seen_until

A_DAY = timedelta(1)
OTHER_SYSTEMS = {"vertical", "national_portal", "paper_register"}  # beside the one that keeps the record
CLOSED = (7, 9, 10)


@dataclass
class Told:
    """What the lists tell of one unit in one month: the days, and (taken at, extract) of each list that tells."""

    days: set[date] = field(default_factory=set)
    lists: set[tuple[datetime, str]] = field(default_factory=set)


def coverage(lists: Iterable[tuple], window: tuple[date, date], slack: int) -> dict[tuple[str, date], Told]:
    """(unit, first day of the month) -> what is told; without an entry nothing is. `slack` in days."""
    found: dict[tuple[str, date], Told] = defaultdict(Told)
    for sheet, cases in lists:
        if sheet.source_system in OTHER_SYSTEMS or (cases and all(_is_open(case) for case in cases)):
            continue
        taken = seen_until(sheet, cases)
        days = _claimed(sheet, cases, taken, window, slack)
        for unit in _units(sheet, cases):
            for day in days:
                told = found[unit, day.replace(day=1)]
                told.days.add(day)
                told.lists.add((taken, sheet.extract_id))
    return found


def months(window: tuple[date, date]) -> dict[date, int]:
    """First day of each month of the window -> its days within the window."""
    days: dict[date, int] = defaultdict(int)
    for day in _days(*window):
        days[day.replace(day=1)] += 1
    return days


def _is_open(case: Case) -> bool:
    return case.end is None and case.status not in CLOSED


def _units(sheet, cases: list[Case]) -> set[str]:
    named = {case.unit for case in cases} if cases else {sheet.sender_unit_code}
    return named - {UNRESOLVED, None}


def _claimed(sheet, cases: list[Case], taken: datetime, window: tuple[date, date], slack: int) -> list[date]:
    """The days of the window of which a list tells all cases."""
    if sheet.period_kind == "days" and sheet.period_from and sheet.period_to:
        first, last = date.fromisoformat(sheet.period_from), date.fromisoformat(sheet.period_to)
    elif any(case.received_at for case in cases):
        first, last = _assumed_from(cases), taken.date()
        if first.day <= 1 + slack:
            first = first.replace(day=1)
        end_of_month = last.replace(day=monthrange(last.year, last.month)[1])
        if not sheet.taken_at and not sheet.period_to and (end_of_month - last).days <= slack:
            return _days(max(first, window[0]), min(end_of_month, window[1]))
    else:
        return []
    return _days(max(first, window[0]), min(last, taken.date(), window[1]))


def _assumed_from(cases: list[Case]) -> date:
    """The first receipt; the first end where the first cases had been carried over."""
    first = min(case.received_at.date() for case in cases if case.received_at)
    spans = [(case.received_at.date(), case.end.date()) for case in cases if case.received_at and case.end]
    spans = [(received, end) for received, end in spans if end >= received]
    if not spans:
        return first
    first_end = min(end for _, end in spans)
    usual = [(end - received).days for received, end in spans if received >= first_end]
    waited = (first_end - first).days
    # A choice: where no case shows what is usual, the fixed days decide alone.
    return first_end if waited > 15 and (not usual or waited > 3 * statistics.median(usual)) else first


def _days(first: date, last: date) -> list[date]:
    return [first + A_DAY * n for n in range((last - first).days + 1)]
