"""The lateness of every unit, counted once more in plain Python from the landed text and the office's lists.

Written from the contract and the domain notes, not from the SQL; a comment says where they leave a choice.
"""

import csv
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pandas as pd

from flows.ingest import FileOutcome
from flows.settings import Settings

UNRESOLVED = "UNRESOLVED"
END_OF_DAY = time(23, 59, 59)  # the finest that extracts know is a second
COMPLETED = ("early", "on_time", "late", "undated")
DATE_SHAPES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%Y%m%d%H%M%S")
TYPES = ("uybannhandan", "ubnd", "tinh", "thanhpho", "tp", "thitran", "tt", "huyen", "phuong", "xa")


@dataclass
class Case:
    """One case with the few facts that a count needs. `end` is when it was finished, else handed over; `end_day` its
    day, for which an end before the receipt (rule A2) counts as an end on the day of receipt.
    """

    unit: str
    code: str
    variant: tuple
    taken_at: tuple[str, str]
    received: date | None
    due: datetime | None
    due_has_time: bool
    end: datetime | None
    status: int | None
    channel: str | None

    @property
    def end_day(self) -> date | None:
        return self.end and max(self.end.date(), self.received or date.min)


def read_cases(settings: Settings, outcomes: list[FileOutcome]) -> list[Case]:
    statuses = {_plain(row["status_text"]): int(row["status_code"]) for row in _rows(settings, "status_codes")}
    channels = {_plain(row["channel_text"]): row["channel"] for row in _rows(settings, "channels")}
    systems = {row["source_system"]: int(row["precedence"]) for row in _rows(settings, "systems")}
    spellings = _spellings(settings)
    cases, ranks = [], []
    for sheet in (sheet for outcome in outcomes for sheet in outcome.landed if sheet.kind == "cases"):
        landed = pd.read_parquet(settings.landed / sheet.parquet).astype(object)
        for row in landed.where(landed.notna(), None).to_dict("records"):
            due, has_time = _moment(row["due_at_original"])
            received, finished, returned = (_moment(row[f])[0] for f in ("received_at", "finished_at", "returned_at"))
            code = (row["case_id"] or "").replace(" ", "").upper()
            ranks.append(systems[sheet.source_system])
            # A choice: a receipt after the extract was taken (rule A2) is as good as none.
            is_known = received and not (sheet.taken_at and received > datetime.fromisoformat(sheet.taken_at))
            cases.append(
                Case(
                    unit=_unit(row["unit"], sheet, spellings),
                    code=code or f"{sheet.extract_id}:{row['row_number']}",
                    variant=(received and received.date(), _stem(row["procedure_code"]), row["applicant_key"]),
                    taken_at=(sheet.taken_at or "", sheet.extract_id),
                    received=received.date() if is_known else _day_in(code),
                    due=due,
                    due_has_time=has_time,
                    end=finished or returned,
                    status=_status(row["status"], statuses),
                    channel=channels.get(_plain(row["channel"])),
                )
            )
    # Of several systems that know a code the first in rank keeps the record of the case. One case of a system may
    # stand in several rows; another day of receipt, procedure or applicant is another case.
    first: dict[str, int] = {}
    for case, rank in zip(cases, ranks, strict=True):
        first[_one_order(case.code)] = min(rank, first.get(_one_order(case.code), rank))
    kept = [case for case, rank in zip(cases, ranks, strict=True) if rank == first[_one_order(case.code)]]
    latest = {(case.code, case.variant): case for case in sorted(kept, key=lambda case: case.taken_at)}
    return list(latest.values())


def outcome(case: Case, grain: str, window: tuple[date, date]) -> str | None:
    """The case's outcome at the end of the window, None outside of its scope.

    Choices that the contract leaves: the status says whether a case has ended, and its dates where no status is known
    (rule A5 reports where they differ: such a case is open, measured at the end that it shows); a case that ended
    without a date of its end cannot be compared, so it is undated.
    """
    first, last = window
    is_open = case.status in (2, 4, 5, 6) or (case.status is None and case.end is None)
    if case.received and case.received > last:
        return None
    if not is_open and case.end and case.end_day < first:
        return None
    if case.status in (1, 3):
        return "not_accepted"
    ended = not is_open and not (case.end and case.end_day > last)
    if case.status in (7, 8) and ended:
        return "withdrawn" if case.status == 7 else "stopped"
    measured = case.end if ended else min(case.end or datetime.max, datetime.combine(last, END_OF_DAY))
    if case.due is None or measured is None:
        return "undated" if ended else "pending_undated"
    if grain == "day":
        earlier, later = measured.date() < case.due.date(), measured.date() > case.due.date()
    else:
        limit = case.due if case.due_has_time else datetime.combine(case.due, END_OF_DAY)
        later = measured > limit
        # An end at midnight is one known by its day only; it cannot be shown to have come before an hour of that day.
        earlier = measured < limit if measured.time() != time() else measured.date() < limit.date()
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

    late = [_days(case.due, case.end) for case, o in accepted.itertuples(index=False) if o == "late"]
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


def _rows(settings: Settings, name: str) -> list[dict[str, str]]:
    with Path(settings.reference / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _plain(text: str | None) -> str:
    letters = unicodedata.normalize("NFD", (text or "").casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isalnum())


def _stem(code: str | None) -> str | None:
    """A procedure code without what follows its first eight characters (domain notes, codes)."""
    found = re.search(r"\d\.\d{6}", code or "")
    return found.group() if found else code


def _status(written: str | None, known: dict[str, int]) -> int | None:
    """The national code, which some systems write as it is."""
    return int(written) if (written or "").isdigit() else known.get(_plain(written))


def _one_order(code: str) -> str:
    """A code with the parts of its unit sorted: they may be written from the left or from the right."""
    unit, _, number = code.partition("-")
    return "-".join([*sorted(part for part in unit.split(".") if part.strip("0")), number])


def _moment(text: str | None) -> tuple[datetime | None, bool]:
    for shape in DATE_SHAPES:
        try:
            return datetime.strptime((text or "").strip(), shape), "%H" in shape
        except ValueError:
            continue
    return None, False


def _day_in(code: str) -> date | None:
    """The day of receipt that a case code carries (TT 01/2018 Đ19)."""
    found = re.search(r"-(\d{6})-\d{4,5}$", code)
    return datetime.strptime(found.group(1), "%y%m%d").date() if found else None


def _spellings(settings: Settings) -> dict[str, set[str]]:
    """Unit -> its plain spellings, with and without its type."""
    named = [(row["unit_code"], row["unit_name"]) for row in _rows(settings, "units")]
    named += [(row["unit_code"], row["alias"]) for row in _rows(settings, "unit_aliases")]
    spellings: dict[str, set[str]] = {}
    for unit, name in named:
        spellings.setdefault(unit, set()).update((_plain(name), _bare(name)))
    return spellings


def _bare(name: str) -> str:
    plain = _plain(name)
    for kind in TYPES:
        plain = plain.removeprefix(kind)
    return plain


def _unit(written: str | None, sheet, spellings: dict[str, set[str]]) -> str:
    """Most files of the sample are one unit's own, named after it; a cell that names another thing is nobody's. In the
    others every unit stands under its full name.
    """
    own = sheet.file_name.split("/")[-1].removeprefix("ho_so_").partition(".")[0]
    if not (written or "").strip():
        return sheet.sender_unit_code or UNRESOLVED
    name = re.split(r",| - | – |\(", written)[0]
    if own not in spellings:
        return next((unit for unit, known in spellings.items() if _plain(written) in known), UNRESOLVED)
    known = spellings[own]
    return own if {_plain(written), _bare(written), _plain(name), _bare(name)} & known else UNRESOLVED
