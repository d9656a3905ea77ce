"""Planters of D1, D1T, D2, D2P, D5, D7 and E1I: units that do what their peers do not."""

from __future__ import annotations

import numpy as np

from tests.simulator.cases import NOTHING
from tests.simulator.catalog import WINDOW_FROM, WINDOW_TO, always_in_force
from tests.simulator.law import AT_ONCE, WORKING_DAYS, as_day, at

from .plant_d_cases import receive
from .world import World

SHARES = ("thêm 50%", "thêm 100%")
STRENGTHS = {
    "E1I": ("không có hồ sơ giải quyết ngay",),
    **dict.fromkeys(("D2", "D1", "D7", "D1T", "D2P", "D5"), SHARES),
}
LEAST = 40
LEVELS = ("commune", "district", "province")


def _share(strength: str) -> float:
    return int(strength.split()[1].rstrip("%")) / 100


def _unit(
    world: World, least: int = LEAST, levels: tuple[str, ...] = ("commune", "district", "province")
) -> str | None:
    """A unit with enough peers, of the first level that has one left, rather a large one."""
    kinds = world.province.units.set_index("unit_code")["unit_type"]
    for level in levels:
        for size in (2 * least, least):
            while chosen := world.take_units(1, size, levels=(level,)):
                if kinds[chosen[0]] != "land_registration_branch":
                    return chosen[0]
    return None


def _small_unit(world: World) -> str | None:
    """One small unit stands beside the limit of all these rules."""
    chosen = [one.thing for one in world.near if one.rule_id in STRENGTHS]
    return next(iter(chosen or world.take_units(1, 30, 2 * LEAST, ("commune",))), None)


def _rows(world: World, unit: str, share: float) -> np.ndarray:
    """So many of the unit's cases that ended in time, due in the window some days after receipt."""
    due, received = world.days("due_at_original"), world.days("received_at")
    fits = world.plain & (due <= WINDOW_TO) & (due - received >= 1) & (world.days("finished_at") <= due)
    count = int(np.ceil(share * (world.of(unit) & fits & world.clean).sum()))
    return world.take(fits, count, unit)


def _end(world: World, rows: np.ndarray, day: np.ndarray, seconds: np.ndarray | int) -> None:
    """Ends that come after the receipt; the others stay as they are."""
    end = at(day, seconds)
    later = end > world.frame["received_at"].to_numpy()[rows] + np.timedelta64(900, "s")
    world.end(rows[later], end[later])


def _seconds(world: World, rows: np.ndarray) -> np.ndarray:
    end = world.frame["finished_at"].to_numpy()[rows]
    return (end - as_day(end).astype("datetime64[s]")).astype(int)


def _plant(world: World, rule: str, strength: str, change, beside: str = "", few: float = 0) -> None:
    """One unit that does it; beside the strongest a small one that does it in a few cases only."""
    if unit := _unit(world):
        change(world, _rows(world, unit, _share(strength)))
        world.plant(rule, strength, [unit])
    if unit := beside and strength == SHARES[-1] and _small_unit(world):
        change(world, _rows(world, unit, few))
        world.near_miss(rule, beside, [unit])


def _on_due_date(world: World, rows: np.ndarray) -> None:
    _end(world, rows, world.days("due_at_original")[rows], _seconds(world, rows))


def plant_d1(world: World, strength: str) -> None:
    """The button that sets the end to the due date leaves no late case."""
    if unit := _unit(world):
        _spare(world, unit)
        _on_due_date(world, _rows(world, unit, _share(strength)))
        world.plant("D1", strength, [unit])
    if unit := strength == SHARES[-1] and _small_unit(world):
        _on_due_date(world, _rows(world, unit, 0.1))
        world.near_miss("D1", "đơn vị nhỏ, thêm 10% đúng hạn", [unit])


def _at_one_time(world: World, rows: np.ndarray) -> None:
    _end(world, rows, world.days("finished_at")[rows], 16 * 3600 + 1800)


def plant_d1t(world: World, strength: str) -> None:
    _plant(world, "D1T", strength, _at_one_time)


def _in_batches(world: World, rows: np.ndarray, least: int = 5) -> None:
    """As many as wait and are not yet late, ended in one minute, every other working day."""
    base, due = world.days("received_at")[rows], world.days("due_at_original")[rows]
    left = np.ones(len(rows), bool)
    for day in world.province.calendar.working_days("2020-06-08", "2021-04-29"):
        waits = np.flatnonzero(left & (base < day) & (due >= day))[:12]
        if len(waits) >= least:
            left[waits] = False
            minute = 60 * int(world.rng.integers(14 * 60, 16 * 60))
            _end(world, rows[waits], np.full(len(waits), day), minute + np.arange(len(waits)))


def plant_d2(world: World, strength: str) -> None:
    if unit := _unit(world, 2 * LEAST):
        _in_batches(world, _rows(world, unit, _share(strength)))
        world.plant("D2", strength, [unit])
    if unit := strength == SHARES[-1] and _small_unit(world):
        rows = _rows(world, unit, 0.5)
        due, received = world.days("due_at_original")[rows], world.days("received_at")[rows]
        for day in world.province.calendar.working_days("2020-07-01", "2021-04-01"):
            waits = rows[(received < day) & (due >= day)][:7]
            if len(waits) >= 5:
                _end(world, waits, np.full(len(waits), day), 15 * 3600 + np.arange(len(waits)))
                break
        world.near_miss("D2", "một đợt duy nhất", [unit])


def _at_period_ends(world: World, rows: np.ndarray) -> None:
    base, due = world.days("received_at")[rows], world.days("due_at_original")[rows]
    days = world.province.calendar.working_days("2020-06-08", "2021-04-29")
    month = days.astype("datetime64[M]")
    of_month = (days - month.astype("datetime64[D]")).astype(int) + 1
    last = ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int)
    quarter = (month.astype(int) % 3 == 2) & (of_month >= 12) & (of_month <= 14)
    ends = days[(of_month > last - 3) | quarter]
    place = np.minimum(np.searchsorted(ends, base, side="right"), len(ends) - 1)
    fits = (ends[place] > base) & (ends[place] <= due)
    _end(world, rows[fits], ends[place][fits], _seconds(world, rows[fits]))


def plant_d2p(world: World, strength: str) -> None:
    _plant(world, "D2P", strength, _at_period_ends)


def _at_night(world: World, rows: np.ndarray) -> None:
    _end(world, rows, world.days("finished_at")[rows], 21 * 3600 + world.rng.integers(0, 7000, len(rows)))


def plant_d5(world: World, strength: str) -> None:
    _plant(world, "D5", strength, _at_night, "đơn vị nhỏ, một hai hồ sơ ban đêm", 0.04)


def _a_day_before(world: World, rows: np.ndarray) -> None:
    day = world.province.calendar.shift(world.days("due_at_original")[rows] - 1, 0, roll="backward")
    _end(world, rows, day, _seconds(world, rows))


def plant_d7(world: World, strength: str) -> None:
    """A unit that has no late case at all; those that it has end like its others."""
    if unit := _unit(world):
        _spare(world, unit)
        _a_day_before(world, _rows(world, unit, _share(strength)))
        world.plant("D7", strength, [unit])


def _spare(world: World, unit: str) -> None:
    """The unit's late cases end in time after all: their slips and labels go."""
    late = world.of(unit) & (world.days("finished_at") > world.days("due_at_original"))
    rows = np.flatnonzero(late & world.frame["in_scope"].to_numpy())
    things = set(world.things(rows))
    world.slips = [slip for slip in world.slips if slip["row"] not in set(rows.tolist())]
    world.planted = [one for one in world.planted if one.thing not in things]
    world.frame.loc[rows, "due_at"] = NOTHING
    world.frame.loc[rows, "due_moves"] = 0
    for row in rows[world.days("due_at_original")[rows] < WINDOW_FROM]:
        receive(world, row, np.datetime64("2020-09-07"))
    world.schedule(rows)
    world.clean[rows] = True


def plant_e1i(world: World, strength: str) -> None:
    """The more cases, the less likely that none was to be settled at once: one of the largest units."""
    sizes = (400, 300, 200, 150, 100, LEAST)
    if unit := next((unit for size in sizes if (unit := _unit(world, size, ("district", "commune")))), None):
        _refile(world, unit, 0)
        world.plant("E1I", strength, [unit])
    if unit := _small_unit(world):
        _refile(world, unit, 1)
        world.near_miss("E1I", "còn một hồ sơ giải quyết ngay", [unit])


def _refile(world: World, unit: str, left: int) -> None:
    """All but so many of the unit's cases to be settled at once become ones of its most used other procedure."""
    table = world.province.procedures
    limit_unit, mine = table["limit_unit"].to_numpy(), np.flatnonzero(world.of(unit))
    procedure = world.frame.loc[mine, "procedure"]
    settled = always_in_force(table).to_numpy() & (limit_unit == WORKING_DAYS)
    usual = int(procedure[settled[procedure]].mode().iat[0])
    at_once = mine[limit_unit[procedure] == AT_ONCE][left:]
    world.allow("U5", [(unit, code) for code in table["procedure_code"][limit_unit == AT_ONCE]])
    world.refile(at_once, usual)
    if table["service_level"].iat[usual] <= 2:
        world.frame.loc[at_once, "channel"] = "desk"
