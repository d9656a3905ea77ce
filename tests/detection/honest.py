"""A province in which nobody does wrong but be late now and then, and says so: the ground for faults.

Units differ as real ones do: when in the day they work, how long before the due date they end, how often they are late.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tests.simulator import cases, catalog
from tests.simulator.catalog import WINDOW_FROM, Province
from tests.simulator.law import AT_ONCE, as_day, at

NOTHING = np.datetime64("NaT", "s")
AT_15 = 15 * 3600
LAST_DAY_BEFORE, LAST_WORKING_DAY = np.datetime64("2020-05-29"), np.datetime64("2021-04-29")
NAMES = {"due": "due_at_original", "level": "service_level"}  # the simulator's names -> those of the layouts


def province(count: int, communes: int, rng: np.random.Generator) -> Province:
    """Of about `count` cases; only so many communes have any, the others sent nothing."""
    drawn = catalog.load(25_000, rng)
    units = drawn.units.copy()
    is_commune = (units["unit_level"] == "commune").to_numpy()
    share = np.sqrt(units["size"].to_numpy(float)) * rng.lognormal(0, 0.3, len(units))
    share[rng.permutation(np.flatnonzero(is_commune))[communes:]] = 0
    size = np.rint(share / share.sum() * count).astype(int)
    size[(units["unit_type"] == "district").to_numpy()] += 180  # every district uses each of the core procedures
    units["size"] = size
    is_district = (units["unit_type"] == "district").to_numpy()
    soon = _at_once(units[is_district].iloc[0], drawn)
    core = np.unique(np.concatenate([*drawn.core, soon])).astype(int)
    pools, weights = [], []
    for number, (pool, weight) in enumerate(zip(drawn.pools, drawn.weights, strict=True)):
        soon = _at_once(units.iloc[number], drawn)
        more = core if is_district[number] else rng.permutation(soon)[: max(2 - np.isin(soon, pool).sum(), 0)]
        more = np.setdiff1d(more, pool).astype(int)
        usual = np.full(len(more), weight.mean() if len(weight) else 1.0)
        pools.append(np.concatenate([pool, more]))
        weight = np.full(len(pools[-1]), 1.0) if is_district[number] else np.concatenate([weight, usual])
        weights.append(weight / weight.sum())
    cores = [core if district else own for district, own in zip(is_district, drawn.core, strict=True)]
    return replace(drawn, units=units, pools=pools, weights=weights, core=cores)


def _at_once(unit: pd.Series, drawn: Province) -> np.ndarray:
    """The procedures that the unit may settle at once: every desk is asked for some."""
    table = drawn.procedures
    mine = catalog.whose(unit, table) & catalog.always_in_force(table)
    return np.flatnonzero(mine & (table["limit_unit"] == AT_ONCE))


def frame(province: Province, own: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per case; README.md tells the columns. `own` is from `habits`."""
    made = cases.make(province, rng, with_planned=False).rename(columns=NAMES)
    made["unit_code"] = province.units["unit_code"].to_numpy(object)[made["unit"]]
    made["status"] = made["status"].replace({6: 4, 8: 7})
    left_lying = (made["status"] == 1) & ~(made["submitted_at"] >= pd.Timestamp("2021-04-26"))
    made.loc[left_lying, "status"] = 3  # what an honest desk does not accept it refuses
    hasty = _without_hasty_supplements(made, province)
    on_may_day = as_day(made["finished_at"].to_numpy()) == cases.EARLY_MAY
    made.loc[on_may_day, "finished_at"] = np.datetime64("2021-04-29T10:00:00")
    schedule(made, np.flatnonzero(_ended_in_time(made) | hasty), province, own, rng)
    _enter(made, province, rng)
    _people(made, rng)
    made["has_papers"], made["repeats"], made["due_moves"] = True, 0, 0
    made["due_at"] = made["cancelled_at"] = NOTHING
    made["status_text"] = made["unit_text"] = ""
    made["has_procedure_code"] = True
    made["procedure_code"] = province.procedures["procedure_code"].to_numpy(object)[made["procedure"]]
    return made.drop(columns=["planned_rule", "is_planned", "is_core", "is_waiting"])


def schedule(
    made: pd.DataFrame, rows: np.ndarray, province: Province, own: pd.DataFrame, rng: np.random.Generator
) -> None:
    """Due date by law from receipt, or from the completed file, of `rows`; finished in time and handed over as their
    units do, within the window where it can be.
    """
    rows = rows[made["received_at"].notna().to_numpy()[rows]]
    calendar, part, size = province.calendar, made.loc[rows], len(rows)
    table, unit = province.procedures, part["unit"].to_numpy()
    amount = table["amount"].to_numpy()[part["procedure"]]
    limit_unit = table["limit_unit"].to_numpy()[part["procedure"]]
    base = part["supplement_completed_at"].fillna(part["received_at"]).to_numpy("datetime64[s]")
    due = calendar.due(base, amount, limit_unit)
    written = part["due_at_original"].notna().to_numpy() | (limit_unit != AT_ONCE)
    made.loc[rows, "due_at_original"] = np.where(written, due, NOTHING)
    made.loc[rows, "base"], made.loc[rows, "is_at_once"] = base, limit_unit == AT_ONCE
    due_day = as_day(due)
    start = calendar.shift(calendar.counted_from(base), 0)
    room, mine = calendar.working_between(start, due_day), own.iloc[unit]
    used = np.minimum(((room + 1) * rng.beta(mine["used_a"], mine["used_b"])).astype(int), room)
    day = np.minimum(calendar.shift(start, used), np.maximum(due_day, as_day(base)))
    is_before = (part["kind"] == cases.ENDED_BEFORE).to_numpy()
    day = np.minimum(day, np.where(is_before, LAST_DAY_BEFORE, LAST_WORKING_DAY))
    day = np.maximum(day, np.where(is_before, as_day(base), np.maximum(as_day(base), WINDOW_FROM)))
    end = np.maximum(at(day, clock(unit, own, rng)), base + rng.integers(900, 5400, size).astype("timedelta64[s]"))
    handed = np.where(
        rng.random(size) < 0.5,
        end + rng.integers(60, 1200, size).astype("timedelta64[s]"),
        at(calendar.shift(as_day(end) + 1, 0), clock(unit, own, rng)),
    )
    far = (as_day(handed) > np.maximum(due_day, as_day(end)) + 3) | (handed > cases.LAST_SEEN)
    handed = np.where(far, end + np.timedelta64(300, "s"), handed)
    is_open = part["status"].isin([2, 4, 5, 6]).to_numpy()
    made.loc[rows, "finished_at"] = np.where(is_open, NOTHING, end)
    made.loc[rows, "returned_at"] = np.where(part["returned_at"].notna() & ~is_open, handed, NOTHING)


def habits(units: int, rng: np.random.Generator) -> pd.DataFrame:
    """One row per unit: how much of the time it uses (beta), its share of mornings, its hours and their spread. With
    them nine in ten units end 9 to 39% of their cases on the very due date, the others fewer or up to 45%.
    """
    return pd.DataFrame(
        {
            "used_a": rng.uniform(1.5, 3, units),
            "used_b": rng.uniform(0.9, 1.6, units),
            "mornings": rng.uniform(0.25, 0.75, units),
            "morning_hour": rng.uniform(8.3, 10.7, units),
            "afternoon_hour": rng.uniform(14.2, 16.2, units),
            "spread": rng.uniform(0.5, 1.4, units),
        }
    )


def clock(unit: np.ndarray, own: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Seconds after midnight at which each unit's people press the button, within 07:05-11:25 and 13:35-16:55."""
    mine = own.iloc[unit]
    morning = rng.random(len(unit)) < mine["mornings"].to_numpy()
    hour = (
        np.where(morning, mine["morning_hour"], mine["afternoon_hour"]) + rng.normal(0, 1, len(unit)) * mine["spread"]
    )
    first, last = np.where(morning, 7.1, 13.6), np.where(morning, 11.4, 16.9)
    span = last - first
    folded = np.abs((hour.to_numpy() - first) % (2 * span) - span)  # beyond an end of the half-day: mirrored into it
    return ((last - folded) * 3600).astype(int)


def _ended_in_time(made: pd.DataFrame) -> np.ndarray:
    end, due = as_day(made["finished_at"].to_numpy()), as_day(made["due_at_original"].to_numpy())
    return ~np.isnat(end) & ((end <= due) | np.isnat(due)) & (made["kind"] <= cases.CARRIED).to_numpy()


def _without_hasty_supplements(made: pd.DataFrame, province: Province) -> np.ndarray:
    """Takes back the requests that came near the due date, or for which the case still waits; True: to be scheduled."""
    limit = province.procedures["amount"].to_numpy()[made["procedure"]]
    unit = province.procedures["limit_unit"].to_numpy()[made["procedure"]]
    first_due = as_day(province.calendar.due(made["received_at"].to_numpy(), limit, unit))
    asked = made["supplement_requested_at"].notna().to_numpy()
    far = as_day(made["supplement_requested_at"].to_numpy()) <= first_due - 4
    soon = as_day(made["supplement_requested_at"].to_numpy()) <= province.calendar.shift(
        as_day(made["received_at"].fillna(pd.Timestamp("2020-06-01")).to_numpy()), 3
    )
    hasty = asked & ~(far & soon & made["supplement_completed_at"].notna().to_numpy())
    made.loc[hasty, ["supplement_requested_at", "supplement_completed_at"]] = NOTHING
    made.loc[hasty, "status"], made.loc[hasty, "returned_at"] = 10, made.loc[hasty, "received_at"]
    return hasty


def _enter(made: pd.DataFrame, province: Province, rng: np.random.Generator) -> None:
    """Entered within minutes, handed to the unit at work the same day or, received after 15:00, the next morning."""
    received, size = made["received_at"].to_numpy(), len(made)
    day = as_day(received)
    made["entered_at"] = received + rng.integers(30, 900, size).astype("timedelta64[s]")
    known = ~np.isnat(received)
    morning = np.full(size, NOTHING)
    morning[known] = at(province.calendar.shift(day[known] + 1, 0), rng.integers(25_300, 27_000, known.sum()))
    seconds = (received - day.astype("datetime64[s]")).astype("timedelta64[s]").astype(float)
    soon = received + rng.integers(900, 5400, size).astype("timedelta64[s]")
    made["transferred_at"] = np.where(seconds <= AT_15, soon, morning)


def _people(made: pd.DataFrame, rng: np.random.Generator) -> None:
    """Most applicants come once, some again; a few agents of each unit file for many, never in bursts."""
    size = len(made)
    who = np.arange(size)
    again = rng.random(size) < 0.12
    who[again] = rng.permutation(size)[: again.sum()]
    agent = rng.random(size) < 0.03
    who[agent] = size + made["unit"].to_numpy()[agent] * 3 + rng.integers(0, 3, agent.sum())
    made["applicant"] = who
    made["contact"] = who
