"""What other extracts know of a world's cases: an earlier one of the system, the national portal, a paper register, and
later ones that hold a selection.

Each holds the cases that nobody set a fault on, and those of which a planter says what it tells.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tests.casebook import Casebook
from tests.simulator.cases import NOTHING
from tests.simulator.catalog import WINDOW_FROM
from tests.simulator.earlier import as_it_stood

from . import writing

if TYPE_CHECKING:
    from .world import World

EARLIER_AT, LATER_AT, PORTAL_AT = np.datetime64("2021-02-01T07:00:00"), "2021-05-06T08:00:00", "2021-05-03T08:00:00"
FIELDS = ("Đất đai", "Hộ tịch")
PORTAL_FIELDS = ("case_id", "procedure_code", "procedure_name", "unit", "status")
PORTAL_TIMES = ("received_at", "due_at_original", "finished_at", "returned_at")


@dataclass
class Copy:
    """Of the cases of `units`: rows that it tells otherwise, rows that it does not know, cases that it alone knows."""

    units: list[str]
    told: dict[int, dict] = field(default_factory=dict)  # row -> column -> value
    unknown: set[int] = field(default_factory=set)
    only: list[pd.DataFrame] = field(default_factory=list)
    two_books: set[str] = field(default_factory=set)  # units that keep one for each of two fields, each from 1
    numbered: dict[str, tuple[int, int]] = field(default_factory=dict)  # unit -> from which number on, how much more

    def tell(self, rows: np.ndarray, **values) -> None:
        """Other values (one each or one for all) than those of the unit's own system."""
        for place, row in enumerate(rows):
            new = {name: value[place] if np.ndim(value) else value for name, value in values.items()}
            self.told.setdefault(int(row), {}).update(new)

    def invent(self, like: pd.DataFrame, codes: list[str]) -> list[str]:
        """Cases that it alone knows, like these but for the code; returns their codes."""
        self.only.append(like.assign(case_id=codes))
        return codes

    def state(self, world: World) -> pd.DataFrame:
        frame = world.frame
        mine = world.of(*self.units) & (world.clean | frame.index.isin(self.told)) & frame["is_accepted"].to_numpy()
        return frame[mine & ~frame.index.isin(self.unknown)].copy()

    def apply(self, state: pd.DataFrame) -> pd.DataFrame:
        for row, values in self.told.items():
            for name, value in values.items():
                if row in state.index:
                    state.loc[row, name] = value
        return pd.concat([state, *self.only])


def write(world: World, book: Casebook, names: list[str]) -> None:
    _earlier(world, book, names)
    _later(world, book, names)
    _portal(world, book, names)
    _register(world, book, names)


def _earlier(world: World, book: Casebook, names: list[str]) -> None:
    copy = world.earlier
    state = copy.state(world)
    state = as_it_stood(state[state["first_seen"] < EARLIER_AT], EARLIER_AT, "due_at_original")
    for name in ("transferred_at", "entered_at"):
        state.loc[state[name] > EARLIER_AT, name] = NOTHING
    rows = writing.case_rows(world, copy.apply(state), names)
    writing.save(book, "ho_so_thang_1.csv", "onestop_case_list", rows, sender="62", taken_at=str(EARLIER_AT))


def online_only(world: World) -> list[str]:
    """Units of which a later extract holds the online cases; of the others that have an earlier one another holds what
    was carried over into the window.
    """
    return world.earlier.units[: len(world.earlier.units) // 2]


def _later(world: World, book: Casebook, names: list[str]) -> None:
    """As the main list has them, faults and all."""
    frame = world.frame
    whole = pd.concat([*world.variants, frame.loc[frame.index.repeat(frame["repeats"] + 1)]])
    is_online = whole["unit_code"].isin(online_only(world)) & (whole["channel"] == "online")
    carried = whole["unit_code"].isin(world.earlier.units) & ~whole["unit_code"].isin(online_only(world))
    carried &= whole["first_seen"] < pd.Timestamp(WINDOW_FROM)
    for name, chosen in (("truc_tuyen", is_online), ("ton_chuyen_sang", carried)):
        if chosen.any():
            rows = writing.case_rows(world, whole[chosen], names)
            writing.save(book, f"ho_so_{name}.csv", "onestop_case_list", rows, sender="62", taken_at=LATER_AT)


def _portal(world: World, book: Casebook, names: list[str]) -> None:
    state = world.portal.apply(world.portal.state(world))
    for name in ("finished_at", "returned_at"):
        unknown = state[name] > np.datetime64(PORTAL_AT)
        state.loc[unknown, "status"] = np.where(state.loc[unknown, "finished_at"] > np.datetime64(PORTAL_AT), 4, 9)
        state.loc[unknown, name] = NOTHING
    rows = writing.case_rows(world, state, names)[list(PORTAL_FIELDS)]
    rows["status"] = state["status"].astype(str)
    for name in PORTAL_TIMES:
        rows[name] = state[name].dt.strftime("%Y%m%d%H%M%S").fillna("")
    writing.save(book, "dong_bo.csv", "national_sync", rows, sender="62", taken_at=PORTAL_AT)


def _register(world: World, book: Casebook, names: list[str]) -> None:
    copy = world.register
    state = copy.apply(copy.state(world))
    state = state[state["received_at"].between(pd.Timestamp("2020-06-01"), pd.Timestamp("2020-12-31"))]
    rows = pd.DataFrame({"case_id": state["case_id"], "unit": np.array(names, dtype=object)[state["unit"]]})
    for name in ("received_at", "due_at_original", "returned_at"):
        rows[name] = state[name].dt.strftime("%d/%m/%Y").fillna("")
    rows["sector"] = _books(state, copy)
    rows["register_number"] = _numbers(state.assign(book=rows["sector"]), copy)
    writing.save(book, "so_theo_doi.csv", "register_book", rows, sender="62", taken_at=writing.TAKEN_AT)


def _books(state: pd.DataFrame, copy: Copy) -> np.ndarray:
    """The field of each entry where its unit keeps two books: by turns."""
    turn = state.groupby("unit_code").cumcount() % 2
    return np.where(state["unit_code"].isin(copy.two_books), np.array(FIELDS, dtype=object)[turn], "")


def _numbers(state: pd.DataFrame, copy: Copy) -> list[str]:
    """The numbers of a unit's book of the year, in the order of receipt; from one on they may jump or stand still."""
    state = state.reset_index(drop=True)
    order = state.sort_values("received_at", kind="stable").groupby(["unit_code", "book"]).cumcount() + 1
    more = {unit: (order >= first) * by for unit, (first, by) in copy.numbered.items()}
    shift = pd.Series(0, index=state.index)
    for unit, by in more.items():
        shift = shift.mask(state["unit_code"].eq(unit), by)
    return (order.reindex(state.index) + shift).astype(str).tolist()
