"""Planters of the rules that hold promised dates and the handing over against the lawful due date."""

from __future__ import annotations

import numpy as np

from tests.simulator.law import CALENDAR_DAYS, WORKING_DAYS, as_day, at

from .world import DAY_END, World

STRENGTHS = {
    "B2": ("1 ngày", "5 ngày", "20 ngày"),
    "B2E": ("1 ngày", "5 ngày"),
    "B7": ("6 ngày làm việc", "30 ngày làm việc"),
}
COUNT, BESIDE = 10, 6
SETTLED = np.datetime64("2021-03-01")


def limited(world: World, unit: int, least: int = 1) -> np.ndarray:
    """Rows of procedures with a limit of at least so many days of a kind."""
    table = world.province.procedures.iloc[world.frame["procedure"].to_numpy()]
    return ((table["limit_unit"] == unit) & (table["amount"] >= least)).to_numpy()


def settled(world: World, least: int = 5) -> np.ndarray:
    """Plain rows of at least so many working days, due long before the end of the window."""
    return world.plain & limited(world, WORKING_DAYS, least) & (world.days("due_at_original") < SETTLED)


def asked(world: World, rows: np.ndarray, working_days: int, completed_after: int = 2) -> None:
    """Papers asked for so many working days after receipt, complete some working days later; the due date stays."""
    calendar, received = world.province.calendar, world.frame["received_at"].to_numpy("datetime64[s]")[rows]
    day = calendar.shift(calendar.counted_from(received), working_days, roll="backward")
    requested = np.maximum(at(day, 36_000), received + np.timedelta64(600, "s"))
    completed = at(calendar.shift(as_day(requested), completed_after), 36_000)
    for row, one, other in zip(rows, requested, completed, strict=True):
        world.ask(row, one, other)


def plant_b2(world: World, strength: str) -> None:
    frame = world.frame
    rows = world.take(settled(world, 3), COUNT)
    frame.loc[rows, "due_at_original"] += np.timedelta64(int(strength.split()[0]), "D")
    world.plant("B2", strength, world.things(rows))
    due = world.days("due_at_original")
    opens = world.province.calendar.shift(np.where(np.isnat(due), SETTLED, due), 0)
    closed = world.take(world.plain & limited(world, CALENDAR_DAYS) & (opens > due), BESIDE)
    frame.loc[closed, "due_at_original"] = at(opens[closed], DAY_END)
    world.near_miss("B2", "hạn rơi vào ngày nghỉ, hẹn ngày làm việc kế tiếp", world.things(closed))
    evening = world.take(settled(world, 3), BESIDE)
    frame.loc[evening, "received_at"] = at(world.days("received_at")[evening], DAY_END + 60)
    frame.loc[evening, "entered_at"] = frame.loc[evening, "received_at"] + np.timedelta64(300, "s")
    next_morning = world.province.calendar.shift(world.days("received_at")[evening] + 1, 0)
    frame.loc[evening, "transferred_at"] = at(next_morning, 26_000)
    world.schedule(evening)
    world.near_miss("B2", "tiếp nhận sau 17:00, hẹn thêm một ngày", world.things(evening))
    restarted = world.take(settled(world), BESIDE)
    asked(world, restarted, 3)
    world.schedule(restarted)
    world.near_miss("B2", "tính lại sau bổ sung yêu cầu ngày thứ ba", world.things(restarted))


def plant_b2e(world: World, strength: str) -> None:
    days = int(strength.split()[0])
    in_hand = world.days("due_at_original") - world.days("finished_at") >= days
    rows = world.take(settled(world) & in_hand, COUNT)
    world.frame.loc[rows, "due_at_original"] -= np.timedelta64(days, "D")
    world.plant("B2E", strength, world.things(rows))
    beside = world.take(settled(world), BESIDE)
    world.frame.loc[beside, "due_at_original"] -= np.timedelta64(9, "h")
    on_the_day = world.days("due_at_original")[beside] > world.days("finished_at")[beside]
    world.frame.loc[beside[~on_the_day], "due_at_original"] += np.timedelta64(9, "h")
    world.near_miss("B2E", "hẹn đúng ngày, sớm hơn vài giờ", world.things(beside))


def plant_b7(world: World, strength: str) -> None:
    def handed(rows: np.ndarray, working_days: int) -> None:
        day = world.province.calendar.shift(world.days("due_at_original")[rows], working_days, roll="backward")
        world.frame.loc[rows, "returned_at"] = at(day, world.clock(rows))

    rows = world.take(settled(world, 2), COUNT)
    handed(rows, int(strength.split()[0]))
    world.plant("B7", strength, world.things(rows))
    beside = world.take(settled(world, 2), BESIDE)
    handed(beside, 5)
    world.near_miss("B7", "5 ngày làm việc sau ngày hẹn", world.things(beside))
    over_tet = (world.days("due_at_original") >= np.datetime64("2021-02-05")) & (
        world.days("due_at_original") < np.datetime64("2021-02-10")
    )
    rows = world.take(world.plain & limited(world, WORKING_DAYS) & over_tet, BESIDE)
    handed(rows, 3)
    world.near_miss("B7", "trả sau nghỉ Tết", world.things(rows))
