"""Planters of family U, second part: who carries a procedure out, and how it stands in the system's own list."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.simulator import catalog
from tests.simulator.catalog import WINDOW_TO, whose
from tests.simulator.law import WORKING_DAYS
from tests.simulator.procedures import code_as_written

from .plant_u import stem
from .world import World

STRENGTHS = {
    "U7": ("1 hồ sơ", "3 hồ sơ"),
    "U8": ("chưa công bố", "công bố cho cấp khác"),
    "U9": ("đã hết hiệu lực",),
    "U10": ("dài hơn 1 ngày", "dài hơn 10 ngày"),
    "U11": ("ngừng sử dụng",),
}
PAIRS = 8
OFF = "Ngừng sử dụng"
FIRST = np.datetime64("2019-01-01")


def plant_u7(world: World, strength: str) -> None:
    """Cases of another body's procedure; beside them a procedure that a second list gives to the unit as well, and one
    that stops to be in force on the day of receipt or the day after (rule U3).
    """
    rng, table, units = _stream(world, 7), world.province.procedures, world.province.units
    single = ~table.duplicated(["procedure_code", "unit_level"], keep=False)
    fits = table[catalog.always_in_force(table) & single & (table["origin"] == "reference")]
    fits = fits[(fits["authority"] != catalog.BODIES["province"]) & (fits["limit_unit"] == WORKING_DAYS)]
    types = units["unit_type"].isin(["department", "district", "land_registration_branch"])
    planted = near = 0
    for unit in rng.permutation(units.index[types & (units["size"] > 0)]):
        if near == PAIRS:
            break
        one = units.iloc[unit]
        own = set(table["procedure_code"][whose(one, table)])
        others = fits.index[(fits["unit_level"] == one["unit_level"]) & ~fits["procedure_code"].isin(own)]
        rows = world.take(world.plain & (world.frame["unit"] == unit).to_numpy(), int(strength[0]))
        if others.empty or not rows.size:
            continue
        chosen = int(rng.choice(others))
        world.refile(rows, chosen)
        thing = one["unit_code"], stem(world, chosen)
        if planted < PAIRS:
            world.plant("U7", strength, [thing])
            planted += 1
        else:
            world.extras["published_procedures"].append(_listed(table.loc[chosen], authority=one["unit_name"]))
            _configure(world, unit, chosen)
            world.near_miss("U7", "danh mục khác ghi cả đơn vị", [thing])
            near += 1
    _without_force(world, rng)


def _without_force(world: World, rng: np.random.Generator) -> None:
    """Rule U3: received on the first day without force, and on the last one in force."""
    districts = world.province.units["unit_type"].eq("district").to_numpy()[world.frame["unit"]]
    rows = world.take(world.plain & districts, 2 * PAIRS)
    for number, row in enumerate(rng.permutation(rows), 2 * len(world.extras["published_procedures"])):
        code = f"9.7{number:05d}"
        day = world.days("received_at")[row] + number % 2
        now = world.province.procedures.loc[world.frame.at[row, "procedure"]]
        world.frame.loc[row, "procedure_code"] = code
        one = _listed(now, procedure_code=code, authority=catalog.BODIES["district"], level="Cấp huyện")
        world.extras["published_procedures"].append(one | {"expired_from": _day(day)})
        thing = world.frame.at[row, "unit_code"], code
        if number % 2:
            world.near_miss("U3", "tiếp nhận ngày cuối trước ngày hết hiệu lực", [thing])
        else:
            world.plant("U3", "1 hồ sơ", [thing])


def plant_u8(world: World, strength: str) -> None:
    rng, done = _stream(world, 8), set()
    rule = "U1" if strength == "chưa công bố" else "U4"
    for number, (unit, row) in enumerate(rng.permutation(world.foreign[rule])):
        thing = world.province.units["unit_code"].iat[unit], stem(world, row)
        if thing in done or thing[0] == "62":
            continue
        done.add(thing)
        _configure(world, unit, row)
        if number % 2:
            world.usage[int(unit), int(row)] = OFF
            world.near_miss("U8", "đã ngừng sử dụng", [thing])
        else:
            world.plant("U8", strength, [thing])


def plant_u9(world: World, strength: str) -> None:
    rng, table, units = _stream(world, 9), world.province.procedures, world.province.units
    ended = (table["to"] < np.datetime64(WINDOW_TO)) & (table["origin"] != "none") & (table["successor"] < 0)
    later = set(table["procedure_code"][table["to"] >= np.datetime64(WINDOW_TO)])
    pairs = [
        (unit, row)
        for unit in units.index[(units["size"] > 0) & (units["unit_code"] != "62")]
        for row in np.flatnonzero(ended & whose(units.iloc[unit], table) & ~table["procedure_code"].isin(later))
    ]
    for number, (unit, row) in enumerate(rng.permutation(pairs)[: 2 * PAIRS]):
        _configure(world, unit, row)
        thing = [(units["unit_code"].iat[unit], stem(world, row))]
        if number % 2:
            world.usage[int(unit), int(row)] = OFF
            world.near_miss("U9", "hết hiệu lực và đã ngừng sử dụng", thing)
        else:
            world.plant("U9", strength, thing)


def plant_u10(world: World, strength: str) -> None:
    table = world.province.procedures
    more = 1 if strength == "dài hơn 1 ngày" else 10
    for number, (unit, row) in enumerate(_in_order(world, 10)):
        amount = int(table["amount"].iat[row])
        thing = [(world.province.units["unit_code"].iat[unit], stem(world, row))]
        if number % 3 == 0:
            world.limits[unit, row] = f"{amount + more} ngày làm việc"
            world.plant("U10", strength, thing)
        else:
            world.limits[unit, row] = f"{amount * 8} giờ" if number % 3 == 1 else f"{amount} ngày"
            world.near_miss("U10", "cùng thời hạn, viết cách khác", thing)


def plant_u11(world: World, strength: str) -> None:
    for number, (unit, row) in enumerate(_in_order(world, 11)):
        thing = [(world.province.units["unit_code"].iat[unit], stem(world, row))]
        world.usage[unit, row] = OFF
        if number % 2:
            _configure(world, unit, row)
            world.near_miss("U11", "còn một dòng đang sử dụng", thing)
        else:
            world.plant("U11", strength, thing)


def _in_order(world: World, rule: int) -> list[tuple[int, int]]:
    """Pairs of the configured list, in working days, with one row each, that no planter has touched."""
    listed, table, units = world.configured, world.province.procedures, world.province.units
    codes = table["procedure_code"].to_numpy()[listed["procedure"]]
    single = ~pd.DataFrame({"unit": listed["unit"].to_numpy(), "code": codes}).duplicated(keep=False).to_numpy()
    usual = (table["limit_unit"] == WORKING_DAYS) & (table["to"] >= np.datetime64(WINDOW_TO))
    known = ((units["size"] > 0) & (units["unit_code"] != "62")).to_numpy()[listed["unit"]]
    pairs = listed[single & usual.to_numpy()[listed["procedure"]] & known].to_numpy(int)
    untouched = [pair for pair in map(tuple, pairs) if pair not in world.usage and pair not in world.limits]
    own = [pair for pair in untouched if whose(units.iloc[pair[0]], table).iat[pair[1]]]
    return [tuple(map(int, pair)) for pair in _stream(world, rule).permutation(own)[: 3 * PAIRS]]


def _configure(world: World, unit: int, row: int) -> None:
    more = pd.DataFrame({"unit": [int(unit)], "procedure": [int(row)]})
    world.configured = pd.concat([world.configured, more], ignore_index=True)


def _listed(row: pd.Series, **other: str) -> dict[str, str]:
    """A line of a list of published procedures."""
    return {
        "procedure_code": code_as_written(row["procedure_code"], 0),
        "procedure_name": row["procedure_name"],
        "level": row["level"],
        "authority": row["authority"],
        "service_level": str(row["service_level"]),
        "time_limit": row["time_limit"],
        "valid_from": _day(FIRST),
        "decision": "9/QĐ-UBND",
    } | other


def _stream(world: World, rule: int) -> np.random.Generator:
    """A stream of this planter's own, from what the world holds: the streams of others stay as they are."""
    return np.random.default_rng([int(world.frame["unit"].sum()), len(world.planted), rule])


def _day(day: np.datetime64) -> str:
    return pd.Timestamp(day).strftime("%d/%m/%Y")
