"""Due dates counted day by day, as one would with a finger on a calendar: slow, obvious, apart from the product."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAY = timedelta(days=1)
CLOSING = time(17)


@dataclass
class Request:
    """A request for papers, and when they were complete."""

    asked: date
    completed: datetime | None


@dataclass
class Desk:
    """Counts by the holidays handed over; Saturdays and Sundays are off."""

    holidays: set[date]

    def is_open(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def counted_day(self, moment: datetime) -> date:
        """The day for which something counts: after the desk closed the next day on which it is open."""
        day = moment.date()
        if moment.time() > CLOSING:
            day += DAY
            while not self.is_open(day):
                day += DAY
        return day

    def working_days_later(self, day: date, amount: int) -> date:
        while amount:
            day += DAY
            if self.is_open(day):
                amount -= 1
        return day

    def due(self, received: datetime, amount: int, unit: str) -> datetime:
        day = self.counted_day(received)
        if unit == "immediate":
            return datetime.combine(day, CLOSING)
        if unit == "days":
            for _ in range(amount):
                day += DAY
            return datetime.combine(day, CLOSING)
        if unit == "working_days":
            return datetime.combine(self.working_days_later(day, amount), CLOSING)
        while amount > 8:
            day = self.working_days_later(day, 1)
            amount -= 8
        day = self.working_days_later(day, 1)
        moment = datetime.combine(day, time(7))
        for _ in range(amount * 2):  # half an hour at a time; from 11:30 the desk is closed until 13:30
            if moment.time() == time(11, 30):
                moment = datetime.combine(day, time(13, 30))
            moment += timedelta(minutes=30)
        return moment

    def working_days_until(self, received: datetime, asked: date) -> int:
        day, count = self.counted_day(received), 0
        while day < asked:
            day += DAY
            count += self.is_open(day)
        return count

    def lawful_due(
        self, received: datetime, amount: int, unit: str, requests: list[Request]
    ) -> tuple[datetime, datetime | None]:
        """From receipt; and in the end: again from the completion of the first request if that came within three
        working days, None while its papers are awaited.
        """
        first_due = self.due(received, amount, unit)
        if not requests:
            return first_due, first_due
        first = min(requests, key=lambda request: request.asked)
        if self.working_days_until(received, first.asked) > 3:
            return first_due, first_due
        if first.completed is None:
            return first_due, None
        return first_due, self.due(first.completed, amount, unit)
