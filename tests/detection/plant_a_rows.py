"""Planters of A1S, A2D, A4V, A4S: blank cells, dates that cannot be, rows that repeat or contradict each other."""

from __future__ import annotations

import numpy as np

from tests.simulator.earlier import new_codes
from tests.simulator.law import at

from .plant_a_codes import _day
from .plant_b import BESIDE, COUNT, SETTLED, _settled
from .streams import own_stream
from .world import World

STRENGTHS = {
    "A1S": ("ô trống",),
    "A2D": ("1 ngày", "20 ngày"),
    "A4V": ("khác trạng thái", "khác ngày hẹn", "khác ngày kết thúc"),
    "A4S": ("cách 20 giây", "cùng giây"),
}


@own_stream
def plant_a1s(world: World, strength: str) -> None:
    rows = world.take(_settled(world), COUNT)
    world.frame.loc[rows, "status_text"] = " "
    world.plant("A1S", strength, world.things(rows))
    beside = world.take(_settled(world), BESIDE)
    world.frame.loc[beside, "status_text"] = "Đã gửi lên trăng"
    world.follows("A6", world.things(beside))
    world.near_miss("A1S", "trạng thái không có trong danh mục", world.things(beside))


@own_stream
def plant_a2d(world: World, strength: str) -> None:
    """Who is promised before he came gets his result late, and no slip could be in time."""
    received = world.days("received_at")
    rows = world.take(_settled(world), COUNT)
    world.frame.loc[rows, "due_at_original"] = at(received[rows] - int(strength.split()[0]), 36_000)
    world.plant("A2D", strength, world.things(rows))
    for rule in ("B1", "B5"):
        world.follows(rule, world.things(rows))
    at_once = world.plain & (world.days("finished_at") == received) & (world.days("due_at_original") < SETTLED)
    beside = world.take(at_once, BESIDE)
    world.frame.loc[beside, "due_at_original"] = at(received[beside], 6 * 3600)
    world.near_miss("A2D", "hẹn cùng ngày, giờ sớm hơn", world.things(beside))
    world.allow("B2E", world.things([*rows, *beside]))


@own_stream
def plant_a4v(world: World, strength: str) -> None:
    rows = world.take(_settled(world), COUNT)
    other = world.frame.loc[rows].copy()
    day = np.timedelta64(1, "D")
    if "trạng thái" in strength:
        other["status"] = 4
    elif "hẹn" in strength:
        other["due_at_original"] += day
    else:
        other["finished_at"] -= np.timedelta64(1, "h")
    world.variants.append(other)
    world.plant("A4V", strength, world.things(rows))
    beside = world.take(_settled(world), BESIDE)
    world.frame.loc[beside, "repeats"] = 1
    world.follows("A4", world.things([*rows, *beside]))
    world.near_miss("A4V", "dòng lặp lại y nguyên", world.things(beside))


@own_stream
def plant_a4s(world: World, strength: str) -> None:
    early = world.frame["received_at"].dt.second.lt(30).to_numpy() & ~world.frame["case_id"].duplicated(keep=False)
    seconds = 20 if "20" in strength else 0
    rows = world.take(_settled(world) & early, COUNT)
    things = _clones(world, rows, seconds, 960)
    world.plant("A4S", strength, things)
    near = (("phút khác", 60, {}), ("người khác, cùng số điện thoại", 0, {"applicant": 1}))
    for what, after, shift in (*near, ("cùng tên, số điện thoại khác", 0, {"contact": 1})):
        beside = world.take(_settled(world) & early, BESIDE)
        world.near_miss("A4S", what, _clones(world, beside, after, 970, **shift))


def _clones(world: World, rows: np.ndarray, seconds: int, number: int, **shift) -> list[str]:
    """Cases like these under codes of their own, received so much later; returns the codes."""
    made = world.frame.loc[rows].copy()
    made["received_at"] += np.timedelta64(seconds, "s")
    made["case_id"] = new_codes(made["case_id"], number)
    for name, far in shift.items():
        made[name] += far * 500_000
    world.variants.append(made)
    days = made["case_id"].str.split("-").str[1]
    world.allow("A4G", zip(made["unit_code"], map(_day, days), strict=True))
    return made["case_id"].tolist()
