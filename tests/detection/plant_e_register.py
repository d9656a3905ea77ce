"""Planters of the paper register: E1, it knows what the one-stop system does not; E8 and E9, its numbers."""

from __future__ import annotations

import pandas as pd

from tests.simulator.earlier import new_codes

from .copies import FIELDS
from .world import World

STRENGTHS = {
    "E1": ("hồ sơ chỉ có trong sổ",),
    "E8": ("sổ bỏ một số",),
    "E9": ("hai hồ sơ một số",),
}
AT = 7  # the number of the year at which the numbers go wrong


def plant_e1(world: World, strength: str) -> None:
    amid = world.frame["received_at"].between(pd.Timestamp("2020-07-01"), pd.Timestamp("2020-11-30"))
    handed_in_time = world.days("returned_at") <= world.days("due_at_original")
    here = world.plain & world.of(*world.register.units) & amid & handed_in_time
    like = world.take(here, 6)
    world.register.tell(like)
    model = world.frame.loc[like]
    world.plant("E1", strength, world.register.invent(model, new_codes(model["case_id"], 960)))
    beside = world.take(here & world.frame["case_id"].str.startswith("000."), 6)
    codes = [turned(code) for code in world.things(beside)]
    world.register.tell(beside, case_id=codes)
    world.near_miss("E1", "sổ ghi mã theo thứ tự khác", [*world.things(beside), *codes])


def turned(code: str) -> str:
    unit, day, number = code.split("-")
    return "-".join([".".join(part for part in reversed(unit.split(".")) if part not in ("000", "00")), day, number])


def plant_e8(world: World, strength: str) -> None:
    jumps, _, later = world.register.units
    world.register.numbered |= {jumps: (AT, 1), later: (1, 200)}
    world.plant("E8", strength, [(jumps, "2020")])
    books = [f"2020 · so_theo_doi.csv · {name}" for name in FIELDS]
    world.near_miss("E8", "bản nhập bắt đầu từ số 201", [(later, thing) for thing in ("2020", *books)])


def plant_e9(world: World, strength: str) -> None:
    _, stands, later = world.register.units
    world.register.two_books.add(later)
    world.register.numbered[stands] = (AT, -1)
    world.plant("E9", strength, [(stands, f"2020/{AT - 1}")])
    world.near_miss("E9", "hai sổ cho hai lĩnh vực", [(later, f"2020/{number}") for number in range(1, 211)])
    world.near_miss("E9", "số liền trước, liền sau", [(stands, f"2020/{AT - 2}"), (stands, f"2020/{AT}")])
