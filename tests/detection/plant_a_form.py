"""Planters of A8, A8C, A8R: a unit's own report (Biểu 06) that does not add up, join, or agree with any recount."""

from __future__ import annotations

import pandas as pd

from tests.simulator.catalog import WINDOW_FROM, WINDOW_TO
from tests.simulator.papers import QUARTERS, counted, line_in_period

from .world import World

STRENGTHS = {
    "A8": ("lệch 1 hồ sơ", "lệch 3 hồ sơ"),
    "A8C": ("lệch 1 hồ sơ", "lệch 3 hồ sơ"),
    "A8R": ("giấu 1 hồ sơ trễ", "giấu mọi hồ sơ trễ"),
}
SMALL = 20, 45  # of a size that is of little use to the planters of whole units
WINDOW = WINDOW_FROM, WINDOW_TO


def plant_a8(world: World, strength: str) -> None:
    off = int(strength.split()[1])
    for unit in world.take_units(1, *SMALL):
        lines = _lines(world, unit)
        sector = lines["total"].idxmax()
        lines.loc[sector, "done"] += off
        world.reports.append((unit, WINDOW, lines))
        things = [(unit, line_in_period(WINDOW, item)) for item in (sector, "Tổng số")]
        world.plant("A8", strength, things)
        world.allow("A8R", things)


def plant_a8c(world: World, strength: str) -> None:
    off = int(strength.split()[1])
    for number, unit in enumerate(world.take_units(2, *SMALL)):
        first, second = (_lines(world, unit, period) for period in QUARTERS)
        sector = second.loc[first.index.intersection(second.index), "total"].idxmax()
        things = [(unit, line_in_period(QUARTERS[1], item)) for item in (sector, "Tổng số")]
        if number:
            world.near_miss("A8C", "chuyển kỳ đúng", things)
        else:
            second.loc[sector, ["total", "carried", "open", "in_time"]] += off
            world.plant("A8C", strength, things)
            world.allow("A8R", things)
        world.reports += [(unit, QUARTERS[0], first), (unit, QUARTERS[1], second)]


def plant_a8r(world: World, strength: str) -> None:
    late = world.frame["unit_code"][world.late].value_counts()
    for unit in world.take_units(1, 10, among=late.index[late >= 2]):
        lines = _lines(world, unit)
        sector = lines["late"].idxmax()
        hidden = lines.loc[sector, "late"] if "mọi" in strength else 1
        lines.loc[sector, "late"] -= hidden
        lines.loc[sector, "on_time"] += hidden
        world.reports.append((unit, WINDOW, lines))
        world.plant("A8R", strength, [(unit, line_in_period(WINDOW, item)) for item in (sector, "Tổng số")])
    for unit in world.take_units(1, *SMALL):
        lines = _lines(world, unit, withdrawn="mọi" in strength)
        world.reports.append((unit, WINDOW, lines))
        what = "hồ sơ rút tính là xong đúng hạn (quy ước khác)" if "mọi" in strength else "báo cáo đúng"
        world.near_miss("A8R", what, [(unit, line_in_period(WINDOW, item)) for item in (*lines.index, "Tổng số")])
        world.near_miss("A8", what, [(unit, line_in_period(WINDOW, item)) for item in (*lines.index, "Tổng số")])


def _lines(world: World, unit: str, period: tuple = WINDOW, withdrawn: bool = False) -> pd.DataFrame:
    """The unit's figures, as they stay: its cases are nobody else's from now on. Some software counts withdrawn cases
    as completed on time.
    """
    mine = world.of(unit)
    world.clean[mine] = False
    frame, procedures = world.frame[mine].rename(columns={"due_at_original": "due"}), world.province.procedures
    lines = counted(frame, procedures, period)
    if withdrawn:
        every = counted(frame.assign(status=frame["status"].replace(7, 9)), procedures, period)
        known = lines.reindex(every.index, fill_value=0)
        every["on_time"] += every["early"] - known["early"] + every["late"] - known["late"]
        every["early"], every["late"] = known["early"], known["late"]
        lines = every
    return lines
