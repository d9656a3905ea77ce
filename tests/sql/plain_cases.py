"""The cases of the sample read in plain Python from the landed text and the office's lists, not by the SQL.

Written from the contract and the domain notes; a comment says where they leave a choice.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pandas as pd

from flows.common.settings import Settings
from flows.reading.ingest import FileOutcome
from tests.sql.plain_deadlines import Law, Promise, Slip

UNRESOLVED = "UNRESOLVED"
END_OF_DAY = time(23, 59, 59)  # the finest that extracts know is a second
DATE_SHAPES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%Y%m%d%H%M%S")
EVENTS = ("submitted_at", "received_at", "entered_at", "transferred_at", "finished_at", "returned_at")
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
    stem: str | None = None
    received_at: datetime | None = None
    due_now: datetime | None = None
    moves: int = 0
    asked: datetime | None = None
    completed: datetime | None = None
    seen_until: datetime = datetime.max
    known: tuple[date, ...] = ()  # the days on which something happened to it
    promise: Promise | None = None  # what the law and older sources make of `due`, where they were asked

    @property
    def key(self) -> str:
        return _one_order(self.code)

    @property
    def is_open(self) -> bool:
        return self.status in (2, 4, 5, 6) or (self.status is None and self.end is None)

    @property
    def end_day(self) -> date | None:
        return self.end and max(self.end.date(), self.received or date.min)


def read_lists(settings: Settings, outcomes: list[FileOutcome]) -> Iterator[tuple]:
    """(sheet, its cases) of every list of cases that was read."""
    statuses = {_plain(row["status_text"]): int(row["status_code"]) for row in _rows(settings, "status_codes")}
    channels = {_plain(row["channel_text"]): row["channel"] for row in _rows(settings, "channels")}
    spellings = _spellings(settings)
    for sheet, rows in _landed(settings, outcomes, "cases"):
        found = [_case(row, sheet, statuses, channels, spellings) for row in rows]
        until = seen_until(sheet, found)
        for case in found:
            case.seen_until = until
            case.taken_at = (f"{until:%Y-%m-%dT%H:%M:%S}", case.taken_at[1])
        yield sheet, found


def read_cases(settings: Settings, outcomes: list[FileOutcome]) -> list[Case]:
    systems = {row["source_system"]: int(row["precedence"]) for row in _rows(settings, "systems")}
    cases, ranks = [], []
    for sheet, found in read_lists(settings, outcomes):
        cases += found
        ranks += [systems[sheet.source_system]] * len(found)
    # Of several systems that know a code the first in rank keeps the record of the case. One case of a system may
    # stand in several rows; another day of receipt, procedure or applicant is another case.
    first: dict[str, int] = {}
    for case, rank in zip(cases, ranks, strict=True):
        first[case.key] = min(rank, first.get(case.key, rank))
    kept = [case for case, rank in zip(cases, ranks, strict=True) if rank == first[case.key]]
    versions: dict[tuple, list[Case]] = defaultdict(list)
    for case in sorted(kept, key=lambda case: case.taken_at):
        versions[case.code, case.variant].append(case)
    law = _law(settings, outcomes)
    for known in versions.values():
        known[-1].promise = law.promise(known[-1], [case.due for case in known if case.due])
    return [known[-1] for known in versions.values()]


def _landed(settings: Settings, outcomes: list[FileOutcome], kind: str) -> Iterator[tuple]:
    """(sheet, its rows as dicts) of a kind."""
    for sheet in (sheet for outcome in outcomes for sheet in outcome.landed if sheet.kind == kind):
        landed = pd.read_parquet(settings.landed / sheet.parquet).astype(object)
        yield sheet, landed.where(landed.notna(), None).to_dict("records")


def _case(row: dict, sheet, statuses: dict, channels: dict, spellings: dict) -> Case:
    due, has_time = _moment(row["due_at_original"])
    received, finished, returned = (_moment(row[f])[0] for f in ("received_at", "finished_at", "returned_at"))
    code = (row["case_id"] or "").replace(" ", "").upper()
    # A choice: a receipt after the extract was taken (rule A2) is as good as none.
    is_known = received and not (sheet.taken_at and received > datetime.fromisoformat(sheet.taken_at))
    return Case(
        unit=_unit(row["unit"], sheet, spellings),
        code=code or f"{sheet.extract_id}:{row['row_number']}",
        variant=(received and received.date(), _stem(row["procedure_code"]), row["applicant_key"]),
        taken_at=("", sheet.extract_id),
        received=received.date() if is_known else _day_in(code),
        due=due,
        due_has_time=has_time,
        end=finished or returned or _moment(row["cancelled_at"])[0],
        status=_status(row["status"], statuses),
        channel=channels.get(_plain(row["channel"])),
        stem=_stem(row["procedure_code"]),
        received_at=received if is_known else None,
        due_now=_moment(row["due_at"])[0],
        moves=int(row["due_moves"] or 0),
        asked=_moment(row["supplement_requested_at"])[0],
        completed=_moment(row["supplement_completed_at"])[0],
        known=tuple(moment.date() for name in EVENTS if (moment := _moment(row[name])[0])),
    )


def seen_until(sheet, cases: list[Case]) -> datetime:
    """When an extract was taken: its card, its title's period, else the last day that it knows and that is no slip of
    the pen, that is not two months after all others.
    """
    if sheet.taken_at:
        return datetime.fromisoformat(sheet.taken_at)
    days = sorted({day for case in cases for day in case.known})
    days = [day for before, day in zip([None, *days], days, strict=False) if not before or (day - before).days <= 60]
    last = days[-1] if days else date.fromisoformat(sheet.period_to) if sheet.period_to else date.max
    if sheet.period_to and (date.fromisoformat(sheet.period_to) - last).days <= 31:
        last = max(last, date.fromisoformat(sheet.period_to))
    return datetime.combine(last, END_OF_DAY)


def _law(settings: Settings, outcomes: list[FileOutcome]) -> Law:
    """A choice: of several requests and slips that name a code, all tell of the one case."""
    slips, requests = defaultdict(list), defaultdict(list)

    def day(text: str | None) -> date | None:
        moment = _moment(text)[0]
        return moment and moment.date()

    for _, rows in _landed(settings, outcomes, "apology_slips"):
        for row in rows:
            told = Slip(*(day(row[f]) for f in ("slip_date", "due_at_original", "new_due_date")))
            slips[_one_order((row["case_id"] or "").upper())].append(told)
    for _, rows in _landed(settings, outcomes, "supplement_requests"):
        for row in rows:
            asked, done = _moment(row["requested_at"])[0], _moment(row["supplemented_at"])[0]
            if asked:
                requests[_one_order((row["case_id"] or "").upper())].append((asked.date(), done))
    published = list(_rows(settings, "published_procedures"))
    for _, rows in _landed(settings, outcomes, "published_procedures"):
        published += rows
    told = [
        {"stem": _stem(row["procedure_code"]), "limit": row["time_limit"], "level": row["level"]}
        | {"from": day(row["valid_from"]), "to": day(row["valid_to"])}
        for row in published
    ]
    return Law(settings.reference, told, slips, requests)


def _rows(settings: Settings, name: str) -> list[dict[str, str]]:
    with Path(settings.reference / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _plain(text: str | None) -> str:
    letters = unicodedata.normalize("NFD", (text or "").casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isalnum())


def _stem(code: str | None) -> str | None:
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
        whole = [unit for unit, known in spellings.items() if _plain(written) in known]
        named = [unit for unit, known in spellings.items() if _plain(name) in known]
        return whole[0] if whole else named[0] if len(named) == 1 else UNRESOLVED
    known = spellings[own]
    return own if {_plain(written), _bare(written), _plain(name), _bare(name)} & known else UNRESOLVED
