"""Planter of A9: small lists with totals of their own, beside the case list that holds the same cases."""

from __future__ import annotations

import numpy as np

from .plant_b import _settled
from .streams import when_all_have_planted
from .world import World

STRENGTHS = {"A9": ("1 hồ sơ", "10 hồ sơ")}
LISTS, ROWS = 4, 8


@when_all_have_planted
def plant_a9(world: World, strength: str) -> None:
    off = int(strength.split()[0])
    for number in range(LISTS):
        rows = _of_one_unit(world)
        _list(world, strength, [*rows, _total(len(rows) + (off if number % 2 else -min(off, len(rows) - 1)))])
    _list(world, "", [*_of_one_unit(world), _total(ROWS)], "đúng số dòng")
    first = _of_one_unit(world)
    _list(world, "", [*first, first[-1], _total(len(first))], "đếm hồ sơ, không đếm dòng lặp")
    world.follows("A4", world.things(first[-1:]))
    parts = [part.tolist() for part in np.array_split(_of_one_unit(world), 3)]
    fields = [line for part in parts for line in ("Lĩnh vực: Mẫu", *part, _total(len(part), "Cộng"))]
    _list(world, "", [*fields, _total(sum(map(len, parts)))], "cộng từng phần và cả danh sách")
    lines: list = []
    for _ in range(2):
        one, other = (half.tolist() for half in np.array_split(_of_one_unit(world), 2))
        lines += [*one, _total(len(one), "Cộng"), *other, _total(len(other), "Cộng"), _total(len(one) + len(other))]
    _list(world, "", lines, "tổng của từng đơn vị")
    _list(world, "", [_total(ROWS), *_of_one_unit(world)], "tổng đứng trên các dòng")


def _of_one_unit(world: World) -> list[int]:
    """Settled cases of the unit that has most of them left."""
    here = world.clean & ~world.kept & _settled(world)
    unit = world.frame.loc[here, "unit_code"].value_counts().index[0]
    return world.take(_settled(world), ROWS, unit).tolist()


def _total(told: int, label: str = "Tổng số") -> tuple[str, int]:
    return label, told


def _list(world: World, strength: str, lines: list, near: str = "") -> None:
    """Lines are rows of the frame, group texts, and totals. Under the strength its last total should be found, or none
    where it is a near miss.
    """
    name = f"danh_sach_{len(world.lists) + 1}.csv"
    units = {world.frame.at[line, "unit_code"] for line in lines if not isinstance(line, str | tuple)}
    unit = units.pop() if len(units) == 1 else "UNRESOLVED"
    things = [(unit, f"{name} · {place}") for place, line in enumerate(lines, 2) if isinstance(line, tuple)]
    world.lists[name] = lines
    if near:
        world.near_miss("A9", near, things)
    else:
        world.plant("A9", strength, things)
