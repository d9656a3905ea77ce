"""Planters of E5 and E6: online filings left lying or accepted late."""

from __future__ import annotations

import numpy as np

from tests.simulator.cases import NOTHING
from tests.simulator.law import at

from .world import World

STRENGTHS = {
    "E5": ("4 ngày làm việc", "30 ngày làm việc"),
    "E6": ("4 ngày làm việc", "20 ngày làm việc"),
}
COUNT, BESIDE = 8, 5
FILED = {"4": "2021-04-23T10:00:00", "30": "2021-03-17T10:00:00"}  # so many working days before the window's end


def _online(world: World) -> np.ndarray:
    return (
        world.plain & (world.frame["channel"] == "online").to_numpy() & world.frame["submitted_at"].notna().to_numpy()
    )


def _file(world: World, count: int, moment: str, status: int = 1) -> np.ndarray:
    """Cases filed at a moment and not accepted."""
    rows, frame = world.take(_online(world), count), world.frame
    frame.loc[rows, ["received_at", "entered_at", "transferred_at", "due_at_original"]] = NOTHING
    frame.loc[rows, ["finished_at", "returned_at"]] = NOTHING
    frame.loc[rows, "submitted_at"] = np.datetime64(moment) + np.arange(len(rows)) * np.timedelta64(1, "m")
    frame.loc[rows, "status"] = status
    return rows


def plant_e5(world: World, strength: str) -> None:
    world.plant("E5", strength, world.things(_file(world, COUNT, FILED[strength.split()[0]])))
    beside = {"ba ngày làm việc": "2021-04-26T10:00:00", "nộp ngày thứ bảy": "2021-04-24T10:00:00"}
    beside |= {"nộp thứ sáu sau giờ đóng cửa": "2021-04-23T18:00:00", "nộp ngày cuối kỳ": "2021-04-29T10:00:00"}
    for what, moment in beside.items():
        world.near_miss("E5", what, world.things(_file(world, BESIDE, moment)))
    world.near_miss("E5", "đã từ chối", world.things(_file(world, BESIDE, FILED["30"], status=3)))


def plant_e6(world: World, strength: str) -> None:
    calendar, days = world.province.calendar, world.days("received_at")
    working = calendar.shift(np.where(np.isnat(days), np.datetime64("2021-03-01"), days), 0) == days
    here = _online(world) & working
    for rule, what, count, back in (("plant", strength, COUNT, int(strength.split()[0])), ("near", "3", BESIDE, 3)):
        rows = world.take(here, count)
        world.frame.loc[rows, "submitted_at"] = at(calendar.shift(days[rows], -back), 10 * 3600)
        if rule == "plant":
            world.plant("E6", what, world.things(rows))
        else:
            world.near_miss("E6", "ba ngày làm việc", world.things(rows))
