"""Planters of family U: publication and configuration of procedures."""

from __future__ import annotations

import numpy as np

from tests.simulator import procedures
from tests.simulator.catalog import WINDOW_TO

from .world import World

STRENGTHS = {
    **dict.fromkeys(("U1", "U2", "U3", "U4"), ("1 hồ sơ", "3 hồ sơ")),
    "U5": ("các huyện khác dùng nhiều",),
    "U6": ("chưa cấu hình",),
}
PAIRS = 6


def plant_u1(world: World, strength: str) -> None:
    _foreign(world, "U1", strength)


def plant_u2(world: World, strength: str) -> None:
    table = world.province.procedures
    _foreign(world, "U2", strength, "before", "from")
    new = np.flatnonzero((table["origin"] == "new").to_numpy())
    _on_the_day(world, "U2", new, "from", "tiếp nhận đúng ngày có hiệu lực")


def plant_u3(world: World, strength: str) -> None:
    table = world.province.procedures
    _foreign(world, "U3", strength, "after", "to")
    gone = np.flatnonzero((table["valid_to"] != "").to_numpy() & (table["successor"] < 0).to_numpy())
    _on_the_day(world, "U3", gone, "to", "tiếp nhận đúng ngày cuối còn hiệu lực")


def plant_u4(world: World, strength: str) -> None:
    _foreign(world, "U4", strength)


def _foreign(world: World, rule: str, strength: str, side: str = "", bound: str = "") -> None:
    """Some cases become ones of a procedure that the unit could not use."""
    table, units = world.province.procedures, world.province.units
    received, plain = world.days("received_at"), world.plain & (world.days("received_at") <= WINDOW_TO - 45)
    done = {one.thing for one in [*world.near, *world.planted] if one.rule_id == rule}
    left = PAIRS
    for unit, row in world.rng.permutation(world.foreign[rule]):
        thing = units["unit_code"].iat[unit], stem(world, row)
        if thing in done or not left:
            continue
        fits = plain & (world.frame["unit"] == unit).to_numpy()
        if side:
            limit = table[bound].to_numpy("datetime64[D]")[row]
            fits &= received < limit if side == "before" else received > limit
        rows = world.take(fits, int(strength[0]))
        if rows.size:
            world.refile(rows, row)
            world.plant(rule, strength, [thing])
            done.add(thing)
            left -= 1


def _on_the_day(world: World, rule: str, candidates: np.ndarray, bound: str, what: str) -> None:
    """Received on the first or the last day on which the procedure was in force."""
    table, units = world.province.procedures, world.province.units
    for row in candidates:
        whose = (units["unit_type"] == table["unit_level"].iat[row]).to_numpy()[world.frame["unit"]]
        on_day = world.days("received_at") == table[bound].to_numpy("datetime64[D]")[row]
        if not str(table["authority"].iat[row]).startswith("Ủy ban"):
            continue
        known = [one.thing[0] for one in world.planted if one.rule_id == rule and one.thing[1] == stem(world, row)]
        rows = world.take(world.plain & whose & on_day & ~world.of(*known), 1)
        if rows.size:
            world.refile(rows, row)
            world.near_miss(rule, what, [(world.frame["unit_code"].iat[rows[0]], stem(world, row))])


def stem(world: World, row: int) -> str:
    """A procedure's code as findings name it."""
    code = world.province.procedures["procedure_code"].iat[row]
    return code if procedures.STEM.fullmatch(code) else procedures.code_as_written(code, 0).upper()


def plant_u5(world: World, strength: str) -> None:
    """Two districts without a case of a procedure of which all others have many, and one with a single case."""
    units = world.province.units
    districts = units.index[units["unit_type"] == "district"]
    left, planted = list(world.rng.permutation(world.province.core[districts[0]])), 0
    for unit in world.rng.permutation(units["unit_code"][districts]):
        mine = world.of(unit) & world.frame["in_scope"].to_numpy() & world.frame["is_accepted"].to_numpy()
        whole = [row for row in left[1:] if world.clean[mine & (world.frame["procedure"] == row).to_numpy()].all()]
        if not whole or planted == 3:
            continue
        row = whole[0]
        left.remove(row)
        rows = np.flatnonzero(mine & (world.frame["procedure"] == row).to_numpy())[1 if planted == 2 else 0 :]
        world.clean[rows] = False
        world.refile(rows, int(left[0]))
        note = world.near_miss if planted == 2 else world.plant
        note("U5", "còn 1 hồ sơ" if planted == 2 else strength, [(unit, stem(world, row))])
        planted += 1


def plant_u6(world: World, strength: str) -> None:
    listed, table, units = world.configured, world.province.procedures, world.province.units
    # the province's own list names no unit, and of who sent no cases nothing is told
    told = (listed["unit"] != 0) & (units["size"].to_numpy()[listed["unit"]] > 0)
    chosen = world.rng.permutation(listed.index[told])[:12]
    for unit, row in listed.loc[chosen].itertuples(index=False):
        code = table["procedure_code"].iat[row]
        same = (listed["unit"] == unit) & (table["procedure_code"].to_numpy()[listed["procedure"]] == code)
        listed = listed[~same]
        world.plant("U6", strength, [(units["unit_code"].iat[unit], code)])
    world.configured = listed
    ended = table[(table["to"] < np.datetime64(WINDOW_TO)) & (table["successor"] < 0) & (table["origin"] != "none")]
    codes = sorted(set(ended["procedure_code"]) - set(table["procedure_code"][table["to"] >= np.datetime64(WINDOW_TO)]))
    things = [(code, stem) for code in units["unit_code"][units["unit_type"] == "district"] for stem in codes]
    world.near_miss("U6", "hết hiệu lực trước cuối kỳ", things)
