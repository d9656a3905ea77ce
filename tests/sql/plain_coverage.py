"""Which days the case lists tell of, unit by unit and month by month, worked out once more in plain Python.

Written from the contract, the data dictionary and the domain notes, not from the SQL; a comment says where they leave
a choice.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.sql.plain_cases import UNRESOLVED, Case, seen_until

A_DAY = timedelta(1)
SLIP_OF_THE_PEN = timedelta(60)


@dataclass
class Told:
    """What the lists tell of one unit in one month: the days, and (taken at, extract) of each list that tells."""

    days: set[date] = field(default_factory=set)
    lists: set[tuple[datetime, str]] = field(default_factory=set)


def coverage(lists: Iterable[tuple], window: tuple[date, date], systems: set[str]) -> dict[tuple[str, date], Told]:
    """(unit, first day of the month) -> what is told; without an entry nothing is."""
    found: dict[tuple[str, date], Told] = defaultdict(Told)
    for sheet, cases in lists:
        if sheet.source_system not in systems:
            continue
        for unit in units(sheet, cases):
            taken = seen_until(sheet, cases)
            for day in claimed(sheet, cases, taken, window):
                told = found[unit, day.replace(day=1)]
                told.days.add(day)
                told.lists.add((taken, sheet.extract_id))
    return found


def units(sheet, cases: list[Case]) -> set[str]:
    """A choice: a list speaks for the units that it names, an empty one for its sender."""
    named = {case.unit for case in cases} if cases else {sheet.sender_unit_code or UNRESOLVED}
    return named - {UNRESOLVED}


def claimed(sheet, cases: list[Case], taken: datetime, window: tuple[date, date]) -> list[date]:
    """The days of the window of which a list holds all cases: its title's period, else from the first receipt to the
    last day that it knows, one day far from all others left out. None after the list was taken.
    """
    first = sheet.period_from and date.fromisoformat(sheet.period_from)
    last = sheet.period_to and date.fromisoformat(sheet.period_to)
    if not (first and last):
        received = sorted({case.received_at.date() for case in cases if case.received_at})
        known = sorted({*received, *(case.end.date() for case in cases if case.end)})
        if not received:
            return []
        if len(received) > 1 and received[1] - received[0] > SLIP_OF_THE_PEN:
            received.pop(0)
        if len(known) > 1 and known[-1] - known[-2] > SLIP_OF_THE_PEN:
            known.pop()
        first, last = received[0], known[-1]
    first, last = max(first, window[0]), min(last, window[1], taken.date())
    return [first + A_DAY * n for n in range((last - first).days + 1)]


def months(window: tuple[date, date]) -> dict[date, int]:
    """First day of each month of the window -> its days within the window."""
    days: dict[date, int] = defaultdict(int)
    for n in range((window[1] - window[0]).days + 1):
        days[(window[0] + A_DAY * n).replace(day=1)] += 1
    return days
