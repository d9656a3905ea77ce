"""A World: a clean province on which planters set faults and near misses, and note what to find.

Things are what findings name: a case code, a unit code, (unit, procedure), or (unit, thing).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from tests.casebook import Casebook
from tests.simulator import planned
from tests.simulator.catalog import WINDOW_TO, Province, whose
from tests.simulator.law import as_day, at
from tests.simulator.slips import measured_end

from . import honest, writing
from .copies import Copy

Thing = str | tuple[str, str]
FOLLOWS = "kéo theo"  # what follows from another fault, or from honest lateness: true, not counted apart
NOTHING = honest.NOTHING
DAY_END = 17 * 3600


@dataclass
class Planted:
    """One fault or near miss: `strength` is the level of a fault, or what a near miss is beside."""

    rule_id: str
    strength: str
    thing: Thing


@dataclass
class World:
    """`frame`: one row per case (README.md tells its columns). All lists may be appended to."""

    province: Province
    frame: pd.DataFrame
    own: pd.DataFrame  # the habits of each unit, by its row
    rng: np.random.Generator
    slips: list[dict] = field(default_factory=list)  # row, slip_date, new_due_date, has_reason; maybe old_date, code
    requests: list[dict] = field(default_factory=list)  # row, requested_at, supplemented_at
    variants: list[pd.DataFrame] = field(default_factory=list)  # more rows of the case list, written before the others
    petitions: list[dict] = field(default_factory=list)  # fields of the layout
    extras: dict[str, list[dict]] = field(default_factory=lambda: defaultdict(list))  # layout -> rows of its fields
    lists: dict[str, list] = field(default_factory=dict)  # file -> rows, group texts, totals (label, number)
    reports: list[tuple] = field(default_factory=list)  # Biểu 06: unit, (first day, last day), figures by sector
    usage: dict[tuple[int, int], str] = field(default_factory=dict)  # unit, procedure -> as the configured list has it
    limits: dict[tuple[int, int], str] = field(default_factory=dict)  # ... and its time limit there
    put_off: list[Callable] = field(default_factory=list)  # planters that wait for all others
    planted: list[Planted] = field(default_factory=list)
    allowed: list[Planted] = field(default_factory=list)
    near: list[Planted] = field(default_factory=list)

    @classmethod
    def make(cls, count: int, seed: int, communes: int = 102) -> World:
        """A clean world of about `count` cases, the same for the same numbers; only so many communes sent any."""
        rng = np.random.default_rng([seed, 77])
        province = honest.province(count, communes, rng)
        own = honest.habits(len(province.units), rng)
        world = cls(province, honest.frame(province, own, rng), own, rng)
        world._begin()
        return world

    def _begin(self) -> None:
        frame, units = self.frame, self.province.units
        counted = frame["in_scope"] & frame["is_accepted"] & (frame["status"] != 7) & frame["due_at_original"].notna()
        plainly = frame.rename(columns={"due_at_original": "due"})
        late = counted & (measured_end(plainly) > frame["due_at_original"].dt.normalize())
        fresh = frame["in_scope"] & frame["is_accepted"] & ~late & (frame["kind"] == 0)
        self.late = late.to_numpy()
        self.clean = fresh.to_numpy(copy=True)
        large = units.index[units["size"] >= 40].to_numpy()
        self.free_units = set(self.rng.permutation(large)[: len(large) // 2].tolist())  # for faults of whole units
        self.kept = frame["unit"].isin(self.free_units).to_numpy()
        self.configured = self._configured()
        witnessed = units["unit_code"][~units.index.isin(list(self.free_units)) & units.index.isin(large)]
        known = self.rng.permutation(witnessed).tolist()
        self.earlier, self.portal, self.register = Copy(known[:6]), Copy(known[6:10]), Copy(known[10:13])
        asked = frame["supplement_requested_at"]
        for row in np.flatnonzero(asked.notna()):
            self._note_request(row, asked[row], frame.at[row, "supplement_completed_at"])
        for row in np.flatnonzero(late):
            self.own_up(row, measured_end(plainly.loc[[row]]).iat[0])
        self.plant("B1", FOLLOWS, self.things(np.flatnonzero(late)))

    def _configured(self) -> pd.DataFrame:
        """Unit x procedure (rows of both tables) of the configured list: all that was published for the unit."""
        table = self.province.procedures
        rows = [
            (number, row)
            for number, unit in self.province.units.iterrows()
            for row in np.flatnonzero(whose(unit, table).to_numpy() & (table["to"] >= pd.Timestamp(WINDOW_TO)))
        ]
        return pd.DataFrame(rows, columns=["unit", "procedure"])

    @cached_property
    def foreign(self) -> dict[str, list[tuple[int, int]]]:
        """Rules U1-U4 -> (row of a unit, row of a procedure that it could not use)."""
        return planned.pairs(self.province, self.rng)

    # --- choosing ---

    @property
    def plain(self) -> np.ndarray:
        """Rows ended in the window and handed over, without supplement, slip or moved date."""
        frame = self.frame
        ended = (frame["finished_at"] < np.datetime64("2021-05-01")) & (frame["status"] == 10)
        untouched = frame["supplement_requested_at"].isna() & frame["due_at"].isna() & ~frame["is_at_once"]
        slipped = frame.index.isin([slip["row"] for slip in self.slips])
        return (ended & untouched & frame["due_at_original"].notna() & ~slipped).to_numpy()

    def of(self, *unit_codes: str) -> np.ndarray:
        return self.frame["unit_code"].isin(unit_codes).to_numpy()

    def days(self, column: str) -> np.ndarray:
        """A column of times as days."""
        return as_day(self.frame[column].to_numpy())

    def take(self, mask: np.ndarray | pd.Series, count: int, unit: str | None = None) -> np.ndarray:
        """At most `count` clean rows of the mask that nobody took before: of `unit`, or of the units that are not kept
        for faults of whole units.
        """
        there = self.of(unit) if unit else ~self.kept
        rows = np.flatnonzero(np.asarray(mask) & self.clean & there)
        rows = self.rng.choice(rows, min(count, len(rows)), replace=False)
        self.clean[rows] = False
        return rows

    def take_units(
        self,
        count: int,
        least: int = 40,
        most: int = 10**9,
        levels: Iterable[str] = (),
        unit_type="",
        among: Sequence[str] = (),
    ) -> list[str]:
        """Codes of units that nobody took before, with so many clean ended cases; at most `count`, maybe none."""
        units, ended = self.province.units, self.clean & self.plain
        cases = np.bincount(self.frame["unit"].to_numpy()[ended], minlength=len(units))
        fits = [n for n in sorted(self.free_units) if least <= cases[n] <= most]
        fits = [n for n in fits if not levels or units["unit_level"].iat[n] in levels]
        fits = [n for n in fits if not len(among) or units["unit_code"].iat[n] in set(among)]
        fits = [n for n in fits if not unit_type or units["unit_type"].iat[n] == unit_type]
        chosen = self.rng.permutation(fits)[:count].astype(int).tolist()
        self.free_units -= set(chosen)
        return units["unit_code"].iloc[chosen].tolist()

    # --- noting ---

    def things(self, rows: Iterable[int]) -> list[str]:
        """The case codes of rows."""
        return self.frame["case_id"].loc[list(rows)].tolist()

    def plant(self, rule_id: str, strength: str, things: Iterable[Thing]) -> None:
        """An audit should find each of `things` under the rule."""
        self.planted += [Planted(rule_id, strength, thing) for thing in things]

    def follows(self, rule_id: str, things: Iterable[Thing]) -> None:
        """What is also true because of a fault of another rule: right to find, counted with no strength."""
        self.plant(rule_id, FOLLOWS, things)

    def allow(self, rule_id: str, things: Iterable[Thing]) -> None:
        """What may be found because of a fault of another rule, and need not be."""
        self.allowed += [Planted(rule_id, FOLLOWS, thing) for thing in things]

    def near_miss(self, rule_id: str, what: str, things: Iterable[Thing]) -> None:
        """An audit should not find these, though they stand right beside the limit."""
        self.near += [Planted(rule_id, what, thing) for thing in things]

    # --- changing lawfully ---

    def slip(
        self, row: int, slip_date, new_due_date, has_reason: bool = True, moves_due_date: bool = True, **otherwise
    ) -> None:
        """A slip of apology; days. The date on the system moves with it unless told otherwise. `otherwise` may give the
        `old_date` and the `code` that the slip names, where they are not the case's, and its `number`.
        """
        slip = {"row": row, "slip_date": slip_date, "new_due_date": new_due_date, "has_reason": has_reason}
        self.slips.append(slip | otherwise)
        if moves_due_date and new_due_date is not None:
            self.frame.loc[row, "due_at"] = at(new_due_date, DAY_END)
            self.frame.loc[row, "due_moves"] += 1

    def own_up(self, row: int, end: pd.Timestamp | np.datetime64) -> None:
        """A lawful slip before the due date for a case late until `end`, with a new date that is kept."""
        due, last = np.datetime64(self.frame.at[row, "due_at_original"], "D"), np.datetime64(end, "D")
        kept = max(last, np.datetime64("2021-05-05")) if last >= WINDOW_TO else last
        slip_date = due - int(self.rng.integers(1, 3))
        if slip_date < np.datetime64(self.frame.at[row, "received_at"], "D"):
            self.follows("B8R", self.things([row]))
        self.slip(row, slip_date, kept + int(self.rng.integers(0, 4)))

    def ask(self, row: int, requested_at, supplemented_at=None) -> None:
        """A request for papers, in the list of requests and, the first of a case, in the case list. Due dates are not
        counted again: see `schedule`.
        """
        if pd.isna(self.frame.at[row, "supplement_requested_at"]):
            self.frame.loc[row, "supplement_requested_at"] = requested_at
            self.frame.loc[row, "supplement_completed_at"] = NOTHING if supplemented_at is None else supplemented_at
        self._note_request(row, requested_at, supplemented_at)

    def _note_request(self, row: int, requested_at, supplemented_at) -> None:
        self.requests.append({"row": row, "requested_at": requested_at, "supplemented_at": supplemented_at})

    def schedule(self, rows: np.ndarray) -> None:
        """Lawful due date from receipt or completion, ended in time and handed over as the units do."""
        honest.schedule(self.frame, np.asarray(rows), self.province, self.own, self.rng)

    def refile(self, rows: np.ndarray, procedure: int) -> None:
        """Makes the cases ones of another procedure (a row of `province.procedures`), in order otherwise: an open one
        that is late by the new limit owns up to it.
        """
        table = self.province.procedures
        self.frame.loc[rows, "procedure"] = procedure
        self.frame.loc[rows, "procedure_code"] = table["procedure_code"].iat[procedure]
        self.frame.loc[rows, "service_level"] = level = table["service_level"].iat[procedure]
        if level <= 2:
            self.frame.loc[rows, "channel"] = "desk"
        self.schedule(rows)
        part = self.frame.loc[rows]
        is_open = part["finished_at"].isna() & part["status"].isin([2, 4, 5, 6])
        overdue = np.asarray(rows)[is_open & (part["due_at_original"] < pd.Timestamp(WINDOW_TO)) & ~self.late[rows]]
        for row in overdue:
            self.own_up(row, WINDOW_TO)
        self.plant("B1", FOLLOWS, self.things(overdue))

    def end(self, rows: np.ndarray, finished_at: np.ndarray) -> None:
        """Ends the cases at these moments and hands them over some minutes later."""
        later = self.rng.integers(120, 900, len(rows)).astype("timedelta64[s]")
        self.frame.loc[rows, "finished_at"] = finished_at
        self.frame.loc[rows, "returned_at"] = np.asarray(finished_at, "datetime64[s]") + later

    def clock(self, rows: np.ndarray) -> np.ndarray:
        """Seconds after midnight at which the rows' units are used to work."""
        return honest.clock(self.frame["unit"].to_numpy()[rows], self.own, self.rng)

    def write(self, folder: Path) -> Casebook:
        """Real files in a new folder; returns a Casebook whose `audit()` reads, builds and judges them."""
        return writing.write(self, folder)
