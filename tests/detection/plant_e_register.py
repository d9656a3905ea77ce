"""Planter of E1: the paper register knows what the one-stop system does not."""

from __future__ import annotations

import pandas as pd

from tests.simulator.earlier import new_codes

from .world import World

STRENGTHS = {"E1": ("hồ sơ chỉ có trong sổ",)}


def plant_e1(world: World, strength: str) -> None:
    amid = world.frame["received_at"].between(pd.Timestamp("2020-07-01"), pd.Timestamp("2020-11-30"))
    handed_in_time = world.days("returned_at") <= world.days("due_at_original")
    here = world.plain & world.of(*world.register.units) & amid & handed_in_time
    like = world.take(here, 6)
    world.register.tell(like)
    model = world.frame.loc[like]
    world.plant("E1", strength, world.register.invent(model, new_codes(model["case_id"], 960)))
    beside = world.take(here & world.frame["case_id"].str.startswith("000."), 6)
    turned = [_turned(code) for code in world.things(beside)]
    world.register.tell(beside, case_id=turned)
    world.near_miss("E1", "sổ ghi mã theo thứ tự khác", [*world.things(beside), *turned])


def _turned(code: str) -> str:
    unit, day, number = code.split("-")
    return "-".join([".".join(part for part in reversed(unit.split(".")) if part not in ("000", "00")), day, number])
