"""The due date in force of a case, and until when it was seen, told once more in plain Python, one case after another.

Written from the contract and the domain notes. It counts days with a finger on the calendar (slow_due_dates.py).
"""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from tests.sql.slow_due_dates import Desk

END_OF_DAY = time(23, 59, 59)
UNITS = {"Ngày làm việc": "working_days", "Ngày": "days", "Giờ": "hours"}
LEVELS = {"Cấp tỉnh": "province", "Cấp huyện": "district", "Cấp xã": "commune"}
NEVER = datetime(9999, 12, 31)


@dataclass
class Slip:
    date: date | None
    old: date | None
    new: date | None


@dataclass
class Promise:
    """What a moment is compared with; `doubt` is the answer that would then say nothing (late, in_time)."""

    due: datetime | None
    doubt: str = ""


class Law:
    """The office's calendar and published limits, the slips and requests that were listed, by one-order case code."""

    def __init__(self, reference: Path, published: list[dict], slips: dict, requests: dict) -> None:
        with (reference / "holidays.csv").open(encoding="utf-8-sig", newline="") as file:
            self.desk = Desk({date.fromisoformat(row["holiday_date"]) for row in csv.DictReader(file)})
        self.limits = defaultdict(set)
        for row in published:
            level = LEVELS.get(row.get("level", ""))
            self.limits[row["stem"]].add((row["limit"], level, row["from"] or date.min, row["to"] or date.max))
        with (reference / "units.csv").open(encoding="utf-8-sig", newline="") as file:
            self.levels = {row["unit_code"]: row["unit_level"] for row in csv.DictReader(file)}
        self.slips, self.requests = slips, requests

    def limit(self, stem: str | None, received: datetime | None, unit: str) -> tuple[int, str] | None:
        """The one limit in force at the unit's level on the day of receipt; None where there is none, or several."""
        if received is None:
            return None
        own, day = (None, self.levels.get(unit)), received.date()
        valid = {text for text, at, first, last in self.limits.get(stem, ()) if at in own and first <= day <= last}
        found = re.fullmatch(r"(\d+) (Ngày làm việc|Ngày|Giờ)", valid.pop() if len(valid) == 1 else "")
        return (int(found[1]), UNITS[found[2]]) if found else None

    def first_promise(self, case, versions: list[datetime]) -> tuple[datetime | None, bool]:
        """And whether it is known at all: `versions` are the due dates of the case's extracts, the oldest first."""
        first = versions[0] if versions else None
        if first and case.due and first.date() == case.due.date():
            first = case.due
        slip = min(self.slips.get(case.key, []), key=lambda one: (one.date is None, one.date, one.new), default=None)
        is_whole = first and slip and slip.old and slip.new
        if is_whole and slip.old < slip.new <= first.date() and (case.received is None or slip.old >= case.received):
            return datetime.combine(slip.old, time()), True
        was_moved = case.moves and (case.due_now is None or case.due is None or case.due_now.date() == case.due.date())
        is_changed = bool(first and case.due and first.date() != case.due.date())
        return first, not (was_moved and first is not None) or is_changed

    def promise(self, case, versions: list[datetime]) -> Promise:
        first, is_known = self.first_promise(case, versions)
        plain = Promise(first, "" if is_known else "in_time")
        asked = dict(self.requests.get(case.key, []))
        if case.asked:
            asked.setdefault(case.asked.date(), None)
        since = sorted(day for day in asked if case.received_at and day >= case.received_at.date())
        if not since:
            undated = case.completed and case.received_at and case.completed.date() >= case.received_at.date()
            awaits = case.status == 5 and case.is_open and not asked
            return Promise(first, "late") if undated or awaits else plain
        done = asked[since[0]]
        if done is None and len(since) == 1 and case.completed and case.completed.date() >= since[0]:
            done = case.completed
        if self.desk.working_days_until(self._received(case.received_at), since[0]) > 3:
            return plain
        if done is None:
            if case.is_open and len(since) == 1:
                return Promise(NEVER if first else None)
            return Promise(first, "late")
        return self._restarted(case, first, done)

    def _received(self, received: datetime) -> datetime:
        """A day without an hour may have been after the desk closed."""
        return datetime.combine(received, END_OF_DAY) if received.time() == time() else received

    def _restarted(self, case, first: datetime | None, done: datetime) -> Promise:
        again = case.due_now if case.due_now and first and case.due_now.date() > first.date() else None
        limit = self.limit(case.stem, case.received_at, case.unit)
        if limit is None:
            return Promise(max(again, first)) if again else Promise(first, "late")
        due = self.desk.due(done, *limit)
        day = due.date()
        while not self.desk.is_open(day):
            day += timedelta(1)
        if again and due.date() <= again.date() <= day:
            due = again
        elif limit[1] != "hours":
            due = datetime.combine(due, time())  # the law counts days: until the end of the last one
        return Promise(max(due, first) if first else due)
