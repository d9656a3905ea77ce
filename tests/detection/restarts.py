"""Cases whose limit lawfully began again, or does not run: what is late beside them is late by the date in force."""

from __future__ import annotations

import numpy as np

from tests.simulator.cases import NOTHING
from tests.simulator.law import as_day, at

from .plant_b_deadlines import asked, settled
from .world import DAY_END, World

COUNT, BESIDE = 10, 6


def restarted(world: World, count: int, within: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows asked for papers so many working days after receipt and promised again; the days of that second promise. The
    first promise stays in its column.
    """
    rows = world.take(settled(world, 8) & (world.days("due_at_original") < np.datetime64("2021-01-31")), count)
    asked(world, rows, within, completed_after=4)
    table = world.province.procedures.iloc[world.frame["procedure"].to_numpy()[rows]]
    completed = world.frame.loc[rows, "supplement_completed_at"].to_numpy()
    again = world.province.calendar.due(completed, table["amount"].to_numpy(), table["limit_unit"].to_numpy())
    world.frame.loc[rows, "due_at"] = at(as_day(again), DAY_END)
    world.frame.loc[rows, "due_moves"] = 1
    return rows, as_day(again)


def late_all_the_same(world: World) -> np.ndarray:
    """Ended one working day after the second promise, without a slip."""
    rows, again = restarted(world, COUNT, 2)
    world.end(rows, at(world.province.calendar.shift(again, 1), world.clock(rows)))
    world.follows("B5", world.things(rows))
    return rows


def beside(world: World) -> None:
    """Near misses of B1 and B5: ended between the two dates, or on the second; waiting, past the promise."""
    for within, back, what in ((1, -2, "giữa hai ngày hẹn"), (3, 0, "đúng ngày hẹn tính lại")):
        rows, again = restarted(world, BESIDE, within)
        world.end(rows, at(world.province.calendar.shift(again, back), world.clock(rows)))
        world.near_miss("B1", f"bổ sung đúng luật, kết thúc {what}", world.things(rows))
        world.near_miss("B5", f"bổ sung đúng luật, kết thúc {what}", world.things(rows))
    rows = world.take(settled(world, 8), BESIDE)
    start = world.province.calendar.counted_from(world.frame["received_at"].to_numpy("datetime64[s]")[rows])
    for row, day in zip(rows, world.province.calendar.shift(start, 2, roll="backward"), strict=True):
        world.ask(row, at(np.array([day]), 36_000)[0])
    world.frame.loc[rows, ["finished_at", "returned_at"]] = NOTHING
    world.frame.loc[rows, "status"] = 5
    world.allow("C4", world.things(rows))
    world.near_miss("B1", "chờ bổ sung theo yêu cầu đúng hạn", world.things(rows))
