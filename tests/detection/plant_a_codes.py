"""Planters of A3, A3U and A4G: what a case code says of its day, its unit and its number."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .streams import when_all_have_planted
from .world import World

STRENGTHS = {
    "A3": ("1 ngày", "30 ngày"),
    "A3U": ("xã cùng huyện", "đơn vị khác huyện"),
    "A4G": ("thiếu 1 số", "thiếu 3 số"),
}
COUNT, BESIDE = 8, 6


def _parts(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    parts = world.frame["case_id"].str.split("-", expand=True)
    return (
        parts[0].to_numpy(object),
        parts[1].to_numpy(object),
        pd.to_numeric(parts[2], errors="coerce").fillna(0).astype(int).to_numpy(),
    )


def _last_of_their_day(world: World) -> np.ndarray:
    """Plain rows with the highest number of their unit and day: another number for them leaves no gap below."""
    _, stamp, number = _parts(world)
    day = world.frame.assign(stamp=stamp, number=number).groupby(["unit", "stamp"])["number"]
    return world.plain & (number == day.transform("max").to_numpy()) & (world.frame["repeats"] == 0).to_numpy()


def _stamp(day: np.datetime64) -> str:
    return str(day.astype("datetime64[D]")).replace("-", "")[2:]


def plant_a3(world: World, strength: str) -> None:
    unit, stamp, number = _parts(world)
    rows = world.take(_last_of_their_day(world), COUNT)
    for row in rows:
        other = _stamp(world.days("received_at")[row] + int(strength.split()[0]))
        world.frame.loc[row, "case_id"] = f"{unit[row]}-{other}-{700 + int(world.rng.integers(0, 99)):04d}"
    world.plant("A3", strength, world.things(rows))
    evening = world.take(_last_of_their_day(world), BESIDE)
    world.near_miss("A3", "mã đúng ngày, số 5 chữ số", _renumbered(world, evening, unit, stamp, number))


def _renumbered(world: World, rows: np.ndarray, unit, stamp, number) -> list[str]:
    world.frame.loc[rows, "case_id"] = [f"{unit[row]}-{stamp[row]}-{number[row]:05d}" for row in rows]
    return world.things(rows)


def plant_a3u(world: World, strength: str) -> None:
    units = world.province.units
    _, stamp, number = _parts(world)
    communes = units.index[units["unit_type"] == "commune"].to_numpy()
    prefix, district = units["case_code_prefix"].to_numpy(object), units["district_code"].to_numpy(object)
    mine = np.isin(world.frame["unit"], communes)
    rows, planted = world.take(_last_of_their_day(world) & mine & (number == 1), COUNT), []
    held = set(zip(world.frame["unit"], stamp, strict=True))
    for row in rows:
        own = district[world.frame.at[row, "unit"]]
        there = (district[communes] == own) == (strength == STRENGTHS["A3U"][0])
        free = [n for n in communes[there] if n != world.frame.at[row, "unit"] and (n, stamp[row]) not in held]
        if free:
            held.add((free[0], stamp[row]))
            world.frame.loc[row, "case_id"] = f"{prefix[free[0]]}-{stamp[row]}-{number[row]:04d}"
            planted.append(row)
    world.plant("A3U", strength, world.things(planted))
    beside = world.take(_last_of_their_day(world) & mine & (number == 1), BESIDE)
    of_district = dict(zip(units["unit_code"], prefix, strict=True))
    world.frame.loc[beside, "case_id"] = [
        f"{of_district[district[world.frame.at[row, 'unit']]]}-{stamp[row]}-{900 + int(world.rng.integers(0, 99)):04d}"
        for row in beside
    ]
    world.near_miss("A3U", "mã của huyện trên", world.things(beside))
    _gaps_of_the_district(world, beside, stamp, district)


def _gaps_of_the_district(world: World, rows: np.ndarray, stamp, district) -> None:
    """What the numbers from 900 on leave out at the receiving unit and at the one that the code names."""
    for row in rows:
        day = _day(stamp[row])
        own = world.frame.at[row, "unit"]
        world.allow("A4G", [(world.frame.at[row, "unit_code"], day), (district[own], day)])


def plant_a4g(world: World, strength: str) -> None:
    unit, stamp, number = _parts(world)
    left_out = int(strength.split()[1])
    rows = world.take(_last_of_their_day(world) & (number > 1), COUNT)
    for row in rows:
        world.frame.loc[row, "case_id"] = f"{unit[row]}-{stamp[row]}-{number[row] + left_out:04d}"
    days = [_day(stamp[row]) for row in rows]
    world.plant("A4G", strength, zip(world.frame.loc[rows, "unit_code"], days, strict=True))
    lasts = _last_of_their_day(world) & (number > 1) & np.char.startswith(unit.astype(str), "000.")
    beside = world.take(lasts & ~_has_a_gap(world, stamp), BESIDE)
    for row in beside:
        turned = ".".join(part for part in reversed(unit[row].split(".")) if part not in ("000", "00"))
        world.frame.loc[row, "case_id"] = f"{turned}-{stamp[row]}-{number[row]:05d}"
    things = zip(world.frame.loc[beside, "unit_code"], [_day(stamp[row]) for row in beside], strict=True)
    world.near_miss("A4G", "số liền nhau, mã viết chiều khác", things)
    _number_on_the_portal(world, strength)


@when_all_have_planted
def _number_on_the_portal(world: World, strength: str) -> None:
    """The number that the list leaves out is that of a case which the portal knows."""
    unit, stamp, number = _parts(world)
    here = _last_of_their_day(world) & (number > 1) & world.of(*world.portal.units)
    rows = world.take(here & ~_has_a_gap(world, stamp), BESIDE)
    model = world.frame.loc[rows].copy()
    world.frame.loc[rows, "case_id"] = [f"{unit[row]}-{stamp[row]}-{number[row] + 1:04d}" for row in rows]
    world.portal.invent(model, model["case_id"].tolist())
    things = zip(model["unit_code"], [_day(stamp[row]) for row in rows], strict=True)
    world.near_miss("A4G", "số của hồ sơ có trên Cổng quốc gia", things)


def _has_a_gap(world: World, stamp: np.ndarray) -> np.ndarray:
    """Rows of units and days of which a number was left out already."""
    gaps = {one.thing for one in world.planted if one.rule_id == "A4G"}
    return np.array([(unit, _day(str(one))) in gaps for unit, one in zip(world.frame["unit_code"], stamp, strict=True)])


def _day(stamp: str) -> str:
    return f"20{stamp[:2]}-{stamp[2:4]}-{stamp[4:]}"
