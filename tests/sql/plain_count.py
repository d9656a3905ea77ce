"""The lateness of every unit, counted once more in plain Python from the cases of plain_cases.py.

Written from the contract and the domain notes, not from the SQL; a comment says where they leave a choice.
"""

from collections import Counter
from datetime import date, datetime, time

import pandas as pd

from tests.sql.plain_cases import END_OF_DAY, Case, Promise

COMPLETED = ("early", "on_time", "late", "undated")


def outcome(case: Case, grain: str, window: tuple[date, date]) -> str | None:
    """The case's outcome at the end of the window, None outside of its scope.

    Choices that the contract leaves: the status says whether a case has ended, and its dates where no status is known
    (rule A5 reports where they differ: such a case is open, measured at the end that it shows); a case that ended
    without a date of its end cannot be compared, so it is undated.
    """
    first, last = window
    is_open = case.is_open
    if case.received and case.received > last:
        return None
    if not is_open and case.end and case.end_day < first:
        return None
    if case.status in (1, 3):
        return "not_accepted"
    ended = not is_open and not (case.end and case.end_day > last)
    if case.status in (7, 8) and ended:
        return "withdrawn" if case.status == 7 else "stopped"
    open_until = min(case.end or datetime.max, datetime.combine(last, END_OF_DAY), case.seen_until)
    measured = case.end if ended else open_until
    promise = case.promise or Promise(case.due)
    if promise.due is None or measured is None:
        return "undated" if ended else "pending_undated"
    if grain == "day":
        earlier, later = measured.date() < promise.due.date(), measured.date() > promise.due.date()
    else:
        has_hour = promise.due.time() != time()
        limit = promise.due if has_hour else datetime.combine(promise.due, END_OF_DAY)
        later = measured > limit
        # An end at midnight is one known by its day only; it cannot be shown to have come before an hour of that day.
        earlier = measured < limit if measured.time() != time() else measured.date() < limit.date()
    if promise.doubt == ("late" if later else "in_time"):
        return "undated" if ended else "pending_undated"
    if not ended:
        return "pending_overdue" if later else "pending_in_time"
    return "late" if later else "early" if earlier else "on_time"


def with_outcomes(cases: list[Case], grain: str, window: tuple[date, date]) -> pd.DataFrame:
    """The cases in scope: unit, case, outcome."""
    found = [(case.unit, case, outcome(case, grain, window)) for case in cases]
    return pd.DataFrame([row for row in found if row[2]], columns=["unit", "case", "outcome"])


def count_units(scoped: pd.DataFrame, window: tuple[date, date]) -> pd.DataFrame:
    """The columns of `unit_lateness` that the contract names, one row per unit."""
    return scoped.groupby("unit")[["case", "outcome"]].apply(lambda unit: _counted(unit, window))


def count_months(scoped: pd.DataFrame, window: tuple[date, date]) -> Counter:
    """(unit, yyyy-mm, what) -> how many cases were received, how many completed in that month."""
    counts: Counter = Counter()
    for unit, case, found in scoped.itertuples(index=False):
        received = case.received or window[0]
        if found != "not_accepted" and received >= window[0]:
            counts[unit, f"{received:%Y-%m}", "received"] += 1
        if found in COMPLETED:  # a choice: what ended without a date had ended when the window closed
            counts[unit, f"{case.end_day or window[1]:%Y-%m}", "completed"] += 1
    return counts


def _counted(unit: pd.DataFrame, window: tuple[date, date]) -> pd.Series:
    accepted = unit[unit["outcome"] != "not_accepted"]
    old = [case.received is not None and case.received < window[0] for case in accepted["case"]]
    outcomes = accepted["outcome"].value_counts()

    def n(*names: str) -> int:
        return int(sum(outcomes.get(name, 0) for name in names))

    late = [
        _days((case.promise or Promise(case.due)).due, case.end)
        for case, o in accepted.itertuples(index=False)
        if o == "late"
    ]
    completed, overdue = n(*COMPLETED), n("pending_overdue")
    dated = completed - n("undated")
    counts = {
        "carried_over": sum(old),
        "received": len(old) - sum(old),
        "received_online": sum(c.channel == "online" and not o for c, o in zip(accepted["case"], old, strict=True)),
        "completed": completed,
        "completed_early": n("early"),
        "completed_on_time": n("on_time"),
        "completed_late": n("late"),
        "completed_undated": n("undated"),
        "pending": n("pending_in_time", "pending_overdue", "pending_undated"),
        "pending_in_time": n("pending_in_time"),
        "pending_overdue": overdue,
        "pending_undated": n("pending_undated"),
        "pending_waiting": sum(
            case.status in (5, 6) for case, o in accepted.itertuples(index=False) if o.startswith("pending")
        ),
        "withdrawn": n("withdrawn"),
        "stopped": n("stopped"),
    }
    rates = {
        "late_rate": n("late") / dated if dated else None,
        "overdue_rate": (n("late") + overdue) / (dated + overdue) if dated + overdue else None,
        # A choice: both over completed late cases, interpolated between neighbours.
        "median_days_late": pd.Series(late).quantile(0.5) if late else None,
        "p90_days_late": pd.Series(late).quantile(0.9) if late else None,
    }
    return pd.Series(counts | rates, dtype=object)


def _days(due: datetime, end: datetime) -> int:
    """Calendar days; a choice: late by hours only, which `clock` knows, is one day."""
    return max((end.date() - due.date()).days, 1)
