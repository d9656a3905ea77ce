"""Planters of family B: due dates and slips of apology."""

from __future__ import annotations

import numpy as np

from tests.simulator.cases import NOTHING
from tests.simulator.law import at

from . import restarts
from .world import DAY_END, World

STRENGTHS = {
    "B1": ("1 ngày", "5 ngày", "30 ngày", "còn mở, 1 ngày", "sau bổ sung đúng luật"),
    "B3": ("2 phiếu", "hệ thống đếm 2 lần", "3 phiếu"),
    "B4": ("phiếu lập đúng ngày hẹn", "không có phiếu"),
    "B5": ("phiếu lập đúng ngày hẹn", "không nêu lý do", "không có ngày hẹn mới", "không có phiếu"),
    "B6": ("1 ngày", "5 ngày"),
}
COUNT, BESIDE = 10, 6
SETTLED = np.datetime64("2021-03-15")
TET = np.datetime64("2021-02-10"), np.datetime64("2021-02-17")


def _settled(world: World, room: int = 4) -> np.ndarray:
    """Plain rows due some days after receipt and long before the end of the window."""
    due = world.days("due_at_original")
    return world.plain & (due < SETTLED) & (due - world.days("received_at") >= room)


def _make_late(world: World, mask: np.ndarray, days: int, count: int = COUNT) -> np.ndarray:
    """Rows ended so many calendar days after the due date, which is a working day then; without any slip."""
    working = world.province.calendar.shift(world.days("due_at_original"), 0)
    after = np.where(np.isnat(working), SETTLED, working) + days
    rows = world.take(mask & (world.province.calendar.shift(after, 0) == after), count)
    due = world.days("due_at_original")[rows]
    world.end(rows, at(due + days, world.clock(rows)))
    return rows


def plant_b1(world: World, strength: str) -> None:
    if "mở" in strength:
        rows = _left_open(world)
    elif "bổ sung" in strength:
        rows = restarts.late_all_the_same(world)
        restarts.beside(world)
    else:
        rows = _make_late(world, _settled(world), int(strength.split()[0]))
        for row in rows:
            world.own_up(row, world.frame.at[row, "finished_at"])
    world.plant("B1", strength, world.things(rows))
    on_the_day = world.take(_settled(world), BESIDE)
    world.end(on_the_day, at(world.days("due_at_original")[on_the_day], DAY_END + 1800))
    world.near_miss("B1", "kết thúc đúng ngày hẹn, sau giờ làm việc", world.things(on_the_day))
    over_tet = world.plain & (world.days("received_at") < TET[0]) & (world.days("due_at_original") > TET[1])
    rows = world.take(over_tet, BESIDE)
    world.end(rows, at(world.days("due_at_original")[rows], world.clock(rows)))
    world.near_miss("B1", "ngày hẹn tính qua nghỉ Tết, kết thúc đúng ngày", world.things(rows))
    rows = world.take((world.days("due_at_original") > np.datetime64("2021-04-30")) & world.plain, BESIDE)
    world.frame.loc[rows, ["finished_at", "returned_at"]] = NOTHING
    world.frame.loc[rows, "status"] = 4
    world.near_miss("B1", "còn mở, hẹn trả sau cuối kỳ", world.things(rows))


def _left_open(world: World) -> np.ndarray:
    """Still open at the end of the window, due the day before."""
    rows = world.take(world.plain & (world.days("due_at_original") == np.datetime64("2021-04-29")), COUNT)
    world.frame.loc[rows, ["finished_at", "returned_at"]] = NOTHING
    world.frame.loc[rows, "status"] = 4
    for row in rows:
        world.own_up(row, np.datetime64("2021-04-30"))
    return rows


def plant_b3(world: World, strength: str) -> None:
    rows = world.take(_settled(world, 6), COUNT)
    due = world.days("due_at_original")
    world.end(rows, at(due[rows], world.clock(rows)))
    for row in rows:
        for number in range(int(strength[0]) if "phiếu" in strength else 1):
            world.slip(row, due[row] - 3 + number, due[row] + 2 + 3 * number)
    if "phiếu" not in strength:
        world.frame.loc[rows, "due_moves"] = 2
    world.plant("B3", strength, world.things(rows))
    once = world.take(_settled(world, 6), BESIDE)
    for row in once:
        world.slip(row, due[row] - 3, due[row] + 4)
    world.near_miss("B3", "hẹn lại một lần, đúng luật", world.things(once))
    again = world.take(_settled(world, 6), BESIDE)
    for row in again:
        world.slip(row, due[row] - 3, due[row] + 4)
        world.slip(row, due[row] - 2, due[row] + 4, moves_due_date=False)
    world.near_miss("B3", "phiếu in lại, cùng ngày hẹn mới", world.things(again))


def plant_b4(world: World, strength: str) -> None:
    frame, due = world.frame, world.days("due_at_original")
    rows = world.take(_settled(world), COUNT)
    world.end(rows, at(due[rows], world.clock(rows)))
    frame.loc[rows, "due_at"], frame.loc[rows, "due_moves"] = at(due[rows] + 5, DAY_END), 1
    if "đúng ngày" in strength:
        for row in rows:
            world.slip(row, due[row], due[row] + 5, moves_due_date=False)
    world.plant("B4", strength, world.things(rows))
    beside = world.take(_settled(world), BESIDE)
    for row in beside:
        world.slip(row, due[row] - 1, due[row] + 5)
    world.near_miss("B4", "phiếu lập 1 ngày trước ngày hẹn", world.things(beside))
    _restarted(world)


def _restarted(world: World) -> None:
    """The date first given stays in its column, the one counted again from completion stands beside it."""
    frame, table = world.frame, world.province.procedures
    amount, unit = (table[name].to_numpy()[frame["procedure"]] for name in ("amount", "limit_unit"))
    first_due = world.province.calendar.due(frame["received_at"].to_numpy("datetime64[s]"), amount, unit)
    asked = frame["supplement_completed_at"].notna() & (frame["status"] == 10) & (first_due < frame["due_at_original"])
    soon = (frame["supplement_completed_at"].to_numpy() < first_due) & (first_due < np.datetime64("2021-04-29"))
    rows = world.take(asked & soon, BESIDE)
    end = np.maximum(frame["supplement_completed_at"].to_numpy()[rows] + np.timedelta64(3600, "s"), first_due[rows])
    frame.loc[rows, "due_at"] = frame.loc[rows, "due_at_original"]
    frame.loc[rows, "due_at_original"] = first_due[rows]
    world.end(rows, end)
    world.near_miss("B4", "ngày hẹn tính lại sau bổ sung", world.things(rows))


def plant_b5(world: World, strength: str) -> None:
    rows, due = _make_late(world, _settled(world), 5), world.days("due_at_original")
    for row in rows:
        if "đúng ngày" in strength:
            world.slip(row, due[row], due[row] + 6, moves_due_date=False)
        elif "lý do" in strength:
            world.slip(row, due[row] - 2, due[row] + 6, has_reason=False)
        elif "ngày hẹn mới" in strength:
            world.slip(row, due[row] - 2, None)
    world.plant("B5", strength, world.things(rows))
    world.follows("B1", world.things(rows))
    beside = _make_late(world, _settled(world), 5, BESIDE)
    for row in beside:
        world.slip(row, due[row] - 1, due[row] + 6)
    world.follows("B1", world.things(beside))
    world.near_miss("B5", "phiếu lập 1 ngày trước ngày hẹn", world.things(beside))


def plant_b6(world: World, strength: str) -> None:
    days, due = int(strength.split()[0]), world.days("due_at_original")
    rows = _make_late(world, _settled(world), 7)
    for row in rows:
        world.slip(row, due[row] - 1, due[row] + 7 - days)
    world.plant("B6", strength, world.things(rows))
    beside = _make_late(world, _settled(world), 7, BESIDE)
    for row in beside:
        world.slip(row, due[row] - 1, due[row] + 7)
    world.follows("B1", world.things([*rows, *beside]))
    world.near_miss("B6", "kết thúc đúng ngày hẹn mới", world.things(beside))
