"""Planters of B8: slips of apology that say what the systems contradict."""

from __future__ import annotations

import numpy as np

from tests.simulator.law import at

from .plant_b import BESIDE, COUNT, _settled
from .streams import own_stream
from .world import DAY_END, World

STRENGTHS = {
    "B8R": ("1 ngày", "30 ngày"),
    "B8N": ("cùng ngày", "trước 1 ngày"),
    "B8K": ("số chưa cấp", "số có 5 chữ số"),
    "B8D": ("1 ngày", "10 ngày"),
    "B8S": ("chuyển muộn 3 ngày", "không chuyển"),
}


@own_stream
def plant_b8r(world: World, strength: str) -> None:
    due, received = world.days("due_at_original"), world.days("received_at")
    rows = world.take(_settled(world), COUNT)
    for row in rows:
        world.slip(row, received[row] - int(strength.split()[0]), due[row] + 4)
    world.plant("B8R", strength, world.things(rows))
    beside = world.take(_settled(world), BESIDE)
    for row in beside:
        world.slip(row, received[row], due[row] + 4)
    world.near_miss("B8R", "phiếu lập đúng ngày tiếp nhận", world.things(beside))


@own_stream
def plant_b8n(world: World, strength: str) -> None:
    due = world.days("due_at_original")
    rows = world.take(_settled(world), COUNT)
    for row in rows:
        world.slip(row, due[row] - 2, due[row] - (1 if "trước" in strength else 0), moves_due_date=False)
    world.plant("B8N", strength, world.things(rows))
    beside = world.take(_settled(world), BESIDE)
    for row in beside:
        world.slip(row, due[row] - 2, due[row] + 1)
    world.near_miss("B8N", "hẹn lại ngày hôm sau", world.things(beside))


@own_stream
def plant_b8k(world: World, strength: str) -> None:
    due, received = world.days("due_at_original"), world.days("received_at")
    of_the_day = world.frame["case_id"].str.contains(r"-\d{4}$").to_numpy() & (received >= np.datetime64("2020-06-01"))
    rows = world.take(_settled(world) & of_the_day, COUNT)
    for row in rows:
        head, _, number = world.frame.at[row, "case_id"].rpartition("-")
        code = f"{head}-1{number}" if "5" in strength else f"{head}-{9000 + int(number)}"
        world.slip(row, due[row] - 2, due[row] + 4, moves_due_date=False, code=code, number=f"K{row}/PXL")
        world.plant("B8K", strength, [(world.frame.at[row, "unit_code"], f"K{row}/PXL")])
    for what in ("số không có số 0 ở đầu", "ngày trước mọi trích xuất"):
        for row in world.take(_settled(world) & of_the_day, BESIDE):
            head, _, number = world.frame.at[row, "case_id"].rpartition("-")
            is_short = what.startswith("số")
            code = f"{head}-{int(number)}" if is_short else f"{head[:-6]}170601-{number}"
            world.slip(row, due[row] - 2, due[row] + 4, moves_due_date=is_short, code=code, number=f"K{row}/PXL")
            world.near_miss("B8K", what, [(world.frame.at[row, "unit_code"], f"K{row}/PXL"), *world.things([row])])


@own_stream
def plant_b8d(world: World, strength: str) -> None:
    due = world.days("due_at_original")
    rows = world.take(_settled(world), COUNT)
    for place, row in enumerate(rows):
        off = int(strength.split()[0]) * (1 if place % 2 else -1)
        world.slip(row, due[row] - 1, due[row] + 15, old_date=due[row] + off)
    world.plant("B8D", strength, world.things(rows))
    frame = world.frame
    again = frame["supplement_completed_at"].notna() & (frame["status"] == 10) & (due < np.datetime64("2021-03-15"))
    beside = world.take(again.to_numpy() & frame["due_at"].isna().to_numpy(), BESIDE)
    for row in beside:
        world.slip(row, due[row] - 2, due[row] + 4, old_date=due[row] - 3)
    world.near_miss("B8D", "hạn tính lại từ đầu sau bổ sung", world.things(beside))


@own_stream
def plant_b8s(world: World, strength: str) -> None:
    due = world.days("due_at_original")
    rows = world.take(_settled(world), COUNT)
    world.end(rows, at(due[rows], world.clock(rows)))
    for row in rows:
        world.slip(row, due[row] - 2, due[row] + 4, moves_due_date="muộn" in strength)
        if "muộn" in strength:
            world.frame.loc[row, "due_at"] = at(due[row] + 7, DAY_END)
    world.plant("B8S", strength, world.things(rows))
    for what in ("phiếu không nêu lý do", "xong đúng ngày lập phiếu", "phiếu lập đúng ngày hẹn"):
        beside = world.take(_settled(world), BESIDE)
        day = due - (0 if "ngày hẹn" in what else 2)
        if "xong" in what:
            world.end(beside, at(day[beside], world.clock(beside)))
        for row in beside:
            world.slip(row, day[row], due[row] + 4, has_reason="lý do" not in what, moves_due_date=False)
        world.near_miss("B8S", what, world.things(beside))
