"""Planters of family C: requests for supplements, waiting, pauses and refusals."""

from __future__ import annotations

import numpy as np

from tests.simulator.cases import NOTHING
from tests.simulator.catalog import WINDOW_TO
from tests.simulator.law import at

from .plant_b_deadlines import asked, settled
from .world import DAY_END, World

STRENGTHS = {
    "C1": ("2 lần", "3 lần"),
    "C2": ("ngày làm việc thứ 4", "ngày làm việc thứ 8"),
    "C3": ("1 ngày trước ngày hẹn", "đúng ngày hẹn"),
    "C4": ("63 ngày", "200 ngày"),
    "C5": ("sớm 1 ngày", "muộn 1 ngày", "muộn 10 ngày"),
    "C6": ("không có yêu cầu",),
    "C7": ("1 ngày", "10 ngày"),
}
COUNT, BESIDE = 10, 6
PAUSED, REFUSED = "Tạm dừng chờ bổ sung", "Không đủ điều kiện giải quyết"


def _ask_again(world: World, rows: np.ndarray, times: int) -> None:
    """So many more requests, each a working day after the papers of the one before; ended on the due date."""
    completed = world.days("supplement_completed_at")[rows]
    for number in range(times):
        day = world.province.calendar.shift(completed, 1 + 2 * number)
        for row, one, other in zip(rows, at(day, 36_000), at(day + 1, 36_000), strict=True):
            world.ask(row, one, other)
    world.end(rows, at(world.days("due_at_original")[rows], world.clock(rows)))


def plant_c1(world: World, strength: str) -> None:
    rows = world.take(settled(world, 10), COUNT)
    asked(world, rows, 2)
    world.schedule(rows)
    _ask_again(world, rows, int(strength[0]) - 1)
    world.plant("C1", strength, world.things(rows))
    beside = world.take(settled(world, 10), BESIDE)
    asked(world, beside, 2)
    world.schedule(beside)
    for row in beside:
        at_first = world.frame.at[row, "supplement_requested_at"].to_numpy()
        world.ask(row, at_first + np.timedelta64(1800, "s"), world.frame.at[row, "supplement_completed_at"])
    world.near_miss("C1", "hai phiếu trong một ngày", world.things(beside))
    once = world.take(settled(world), BESIDE)
    asked(world, once, 1)
    world.schedule(once)
    world.near_miss("C1", "một lần", world.things(once))


def _asked_late(world: World, rows: np.ndarray, working_days: int) -> None:
    """The due date stays, for such a request moves none; ended on that day."""
    asked(world, rows, working_days, 1)
    world.end(rows, at(world.days("due_at_original")[rows], world.clock(rows)))


def plant_c2(world: World, strength: str) -> None:
    rows = world.take(settled(world, 12), COUNT)
    _asked_late(world, rows, int(strength.split()[-1]))
    world.plant("C2", strength, world.things(rows))
    third = world.take(settled(world), BESIDE)
    asked(world, third, 3)
    world.schedule(third)
    world.near_miss("C2", "ngày làm việc thứ 3", world.things(third))
    before_tet = (world.days("received_at") >= np.datetime64("2021-02-08")) & (
        world.days("received_at") <= np.datetime64("2021-02-09")
    )
    over_tet = world.take(before_tet & world.plain & settled_until_april(world), BESIDE)
    asked(world, over_tet, 3)
    world.schedule(over_tet)
    world.near_miss("C2", "ngày làm việc thứ 3, qua nghỉ Tết", world.things(over_tet))
    received = world.frame["received_at"].to_numpy("datetime64[s]")
    in_the_evening = received - world.days("received_at").astype("datetime64[s]") > np.timedelta64(DAY_END, "s")
    evening = world.take(settled(world) & in_the_evening, BESIDE)
    asked(world, evening, 3)
    world.schedule(evening)
    world.near_miss("C2", "tiếp nhận sau 17:00, ngày làm việc thứ 3", world.things(evening))


def settled_until_april(world: World) -> np.ndarray:
    """Rows due early enough for papers to come and the limit to start again within the window."""
    return world.days("due_at_original") < np.datetime64("2021-03-20")


def plant_c3(world: World, strength: str) -> None:
    def asked_before_due(rows: np.ndarray, days: int) -> None:
        due = world.days("due_at_original")[rows]
        for row, requested in zip(rows, at(due - days, 30_000), strict=True):
            world.ask(row, requested, requested + np.timedelta64(3600, "s"))
        world.end(rows, at(due, world.clock(rows) // 2 + 35_000))
        world.follows("C2", world.things(rows))

    days = 1 if strength.startswith("1") else 0
    due = world.days("due_at_original")
    midweek = (due.astype(int) + 3) % 7 >= 2  # Wednesday or later: the days before are no weekend
    rows = world.take(settled(world, 10) & midweek, COUNT)
    asked_before_due(rows, days)
    world.plant("C3", strength, world.things(rows))
    beside = world.take(settled(world, 10) & midweek, BESIDE)
    asked_before_due(beside, 2)
    world.near_miss("C3", "2 ngày trước ngày hẹn", world.things(beside))


def _left_waiting(world: World, since: np.datetime64, count: int) -> np.ndarray:
    """Asked for papers on a day, lawfully, and waiting ever since; the applicant was told in time."""
    first = world.province.calendar.shift(since, -3)
    soon = (world.days("received_at") >= first) & (world.days("received_at") < since)
    rows = world.take(world.plain & soon & settled_from(world, 8), count)
    for row in rows:
        world.ask(row, at(since, 36_000))
    world.frame.loc[rows, ["finished_at", "returned_at"]] = NOTHING
    world.frame.loc[rows, "status"] = 5
    for row in rows:
        world.own_up(row, np.datetime64("2021-04-30"))
    world.near_miss("B1", "chờ bổ sung theo yêu cầu đúng hạn", world.things(rows))
    return rows


def settled_from(world: World, least: int) -> np.ndarray:
    """Rows with so many days between receipt and a due date within the window."""
    due = world.days("due_at_original")
    return (due - world.days("received_at") >= least) & (due < WINDOW_TO)


def plant_c4(world: World, strength: str) -> None:
    since = WINDOW_TO - int(strength.split()[0])
    world.plant("C4", strength, world.things(_left_waiting(world, since, COUNT)))
    beside = _left_waiting(world, np.datetime64("2021-03-01"), BESIDE)
    world.near_miss("C4", "60 ngày", world.things(beside))


def plant_c5(world: World, strength: str) -> None:
    """The date first given stays in its column, the one after the supplement stands beside it."""
    frame = world.frame

    def moved(rows: np.ndarray, days: int) -> None:
        first_due = frame["due_at_original"].to_numpy("datetime64[s]")[rows]
        asked(world, rows, 1, 1)
        world.schedule(rows)
        frame.loc[rows, "due_at"] = frame.loc[rows, "due_at_original"] + np.timedelta64(days, "D")
        frame.loc[rows, "due_at_original"] = first_due
        world.end(rows, at(first_due.astype("datetime64[D]"), world.clock(rows)))

    days = int(strength.split()[1]) * (-1 if strength.startswith("sớm") else 1)
    rows = world.take(settled(world, 8), COUNT)
    moved(rows, days)
    world.plant("C5", strength, world.things(rows))
    beside = world.take(settled(world, 8), BESIDE)
    moved(beside, 0)
    world.near_miss("C5", "tính lại đủ thời hạn", world.things(beside))


def plant_c6(world: World, strength: str) -> None:
    frame = world.frame

    def paused(count: int) -> np.ndarray:
        recent = world.days("received_at") >= np.datetime64("2021-03-10")
        rows = world.take(world.plain & recent & (world.days("due_at_original") > WINDOW_TO + 4), count)
        frame.loc[rows, ["finished_at", "returned_at"]] = NOTHING
        frame.loc[rows, "status"], frame.loc[rows, "status_text"] = 5, PAUSED
        return rows

    world.plant("C6", strength, world.things(paused(COUNT)))
    beside = paused(BESIDE)
    counted = world.province.calendar.counted_from(frame["received_at"].to_numpy("datetime64[s]")[beside])
    for row, day in zip(beside, world.province.calendar.shift(counted, 1, roll="backward"), strict=True):
        world.ask(row, at(day, 36_000))
    world.near_miss("C6", "tạm dừng sau yêu cầu bổ sung đúng luật", world.things(beside))


def plant_c7(world: World, strength: str) -> None:
    frame = world.frame

    def refused(rows: np.ndarray, days: int) -> None:
        frame.loc[rows, "finished_at"] = at(world.days("due_at_original")[rows] + days, world.clock(rows))
        frame.loc[rows, "returned_at"] = NOTHING
        frame.loc[rows, "status"], frame.loc[rows, "status_text"] = 8, REFUSED

    days = int(strength.split()[0])
    due = world.days("due_at_original")
    after = np.where(np.isnat(due), WINDOW_TO, due) + days
    rows = world.take(settled(world) & (world.province.calendar.shift(after, 0) == after), COUNT)
    refused(rows, days)
    world.plant("C7", strength, world.things(rows))
    beside = world.take(settled(world), BESIDE)
    refused(beside, 0)
    world.near_miss("C7", "từ chối đúng ngày hẹn", world.things(beside))
    again = world.take(settled(world, 8), BESIDE)
    asked(world, again, 2)
    world.schedule(again)
    refused(again, 0)
    world.near_miss("C7", "từ chối đúng ngày của hạn tính lại sau bổ sung", world.things(again))
