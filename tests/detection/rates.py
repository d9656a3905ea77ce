"""What an audit found in worlds against what was set in them: counts, rates and their exact intervals."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from scipy.stats import beta

from checks.rules import load_rules

from .planters import planters
from .world import FOLLOWS, Thing, World

Counts = Counter[tuple[str, str, str]]  # rule, what, level -> how many
OF_UNITS = "judged_units"  # what is judged there is a unit as a whole
RULES = {rule.rule_id: rule for rule in load_rules() if rule.kind != "invariant"}


@dataclass
class Outcome:
    """Of one rule in one world."""

    planted: dict[str, set[Thing]] = field(default_factory=dict)  # strength -> things
    near: dict[str, set[Thing]] = field(default_factory=dict)  # what it is beside -> things
    allowed: set[Thing] = field(default_factory=set)
    found: set[Thing] = field(default_factory=set)

    @property
    def true(self) -> set[Thing]:
        return set().union(*self.planted.values())

    @property
    def false(self) -> set[Thing]:
        return self.found - self.true - self.allowed

    @property
    def missed(self) -> set[Thing]:
        return self.true - self.found

    @property
    def follows(self) -> set[Thing]:
        return self.planted.get(FOLLOWS, set())

    @property
    def off(self) -> bool:
        return bool(self.false or self.missed)


def plant_all(world: World, number: int | None = None) -> World:
    """Sets the faults of each planter: in the world of a number one of its strengths in turn; without a number all, but
    of whole units only the strongest, or too few would be left that do nothing.
    """
    for planter in planters():
        strengths = planter.strengths[-1:] if RULES[planter.rule_id].table == OF_UNITS else planter.strengths
        for strength in strengths if number is None else [planter.strengths[number % len(planter.strengths)]]:
            planter.plant(world, strength)
    for plant in world.put_off:
        plant()
    return world


def audit(world: World, folder: Path) -> dict[str, Outcome]:
    """Writes and audits the world; the outcome of each rule."""
    with world.write(folder).audit() as warehouse:
        return outcomes(world, found(warehouse))


def found(warehouse: duckdb.DuckDBPyConnection) -> dict[str, set[Thing]]:
    rows = warehouse.execute("select rule_id, unit_code, case_id, procedure_code, thing from findings").fetchall()
    things: dict[str, set[Thing]] = {rule: set() for rule in RULES}
    for rule, unit, case_id, procedure, thing in rows:
        if case_id is not None:
            things[rule].add(case_id.partition("#")[0])
        elif thing is not None:
            things[rule].add((unit, thing))
        elif procedure is not None:
            things[rule].add((unit, procedure[:8] if procedure[1:2] == "." else procedure.upper()))
        else:
            things[rule].add(unit)
    return things


def outcomes(world: World, things: dict[str, set[Thing]]) -> dict[str, Outcome]:
    result = {rule: Outcome(found=things[rule]) for rule in RULES}
    for one in world.planted:
        if one.rule_id in RULES:
            result[one.rule_id].planted.setdefault(one.strength, set()).add(one.thing)
    for one in world.allowed:
        if one.rule_id in RULES:
            result[one.rule_id].allowed.add(one.thing)
    for one in world.near:
        if one.rule_id in RULES:
            result[one.rule_id].near.setdefault(one.strength, set()).add(one.thing)
    return result


def interval(hits: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """Clopper and Pearson's exact interval; where all are hits or none is, its other end is one-sided."""
    tail = (1 - level) / (1 if hits in (0, of) else 2)
    low = 0.0 if hits == 0 else float(beta.ppf(tail, hits, of - hits + 1))
    high = 1.0 if hits == of else float(beta.ppf(1 - tail, hits + 1, of - hits))
    return low, high


def apart(outcome: Outcome) -> dict[str, set[Thing]]:
    """Strength -> things, without what only follows from other faults."""
    return {strength: things for strength, things in outcome.planted.items() if strength != FOLLOWS}


def one_world(seed: int, cases: int, number: int | None) -> tuple[str, dict[str, Outcome]]:
    """A world's name and outcomes; without a number a clean one, else one strength of each planter in turn."""
    world = World.make(cases, seed)
    if number is not None:
        plant_all(world, number)
    with tempfile.TemporaryDirectory() as folder:
        return f"{seed}.{'clean' if number is None else number}", audit(world, Path(folder) / "world")


def counted(name: str, outcomes: dict[str, Outcome]) -> tuple[Counts, Counts]:
    """Of one world: how many things of each kind there were, and how many of them the audit found."""
    things, found = Counts(), Counts()
    for rule, outcome in outcomes.items():
        if name.endswith("clean"):
            things[rule, "clean world", ""], found[rule, "clean world", ""] = 1, int(bool(outcome.false))
            continue
        for strength, planted in apart(outcome).items():
            things[rule, "planted", strength] += len(planted)
            found[rule, "planted", strength] += len(planted & outcome.found)
        things[rule, "consequence", ""] += len(outcome.follows)
        found[rule, "consequence", ""] += len(outcome.follows & outcome.found)
        for what, near in outcome.near.items():
            things[rule, "near miss", what] += len(near)
            found[rule, "near miss", what] += len(near & outcome.found)
        things[rule, "finding", "false"] += len(outcome.found)
        found[rule, "finding", "false"] += len(outcome.false)
    return things, found
