"""The floor: in a small world every L rule finds all that was planted and nothing else; every rule has a planter."""

from __future__ import annotations

from pathlib import Path

import pytest

from .planters import WITHOUT, planters
from .rates import RULES, Outcome, apart, audit, interval, plant_all
from .table import MARKS, in_page
from .world import World

PLANTED = {planter.rule_id: planter.strengths for planter in planters()}
BY_LAW = [rule_id for rule_id, rule in RULES.items() if rule.certainty == "L" and rule_id in PLANTED]
SUSPICIONS = [rule_id for rule_id, rule in RULES.items() if rule.kind == "suspicion" and rule_id in PLANTED]


def test_every_rule_has_a_planter_or_a_reason() -> None:
    assert set(PLANTED) | set(WITHOUT) == set(RULES)
    assert not set(PLANTED) & set(WITHOUT)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """All strengths of all planters in one province, audited."""
    world = plant_all(World.make(7000, 1, communes=40))
    return audit(world, tmp_path_factory.mktemp("detection") / "world")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return audit(World.make(4000, 2, communes=20), tmp_path_factory.mktemp("detection") / "clean")


@pytest.mark.parametrize("rule_id", PLANTED)
def test_holds_the_floor(rule_id: str, small: dict[str, Outcome]) -> None:
    outcome = small[rule_id]
    planted = apart(outcome)
    strongest = PLANTED[rule_id][-1]
    assert planted.get(strongest), f"nothing planted at {strongest}"
    assert sorted(map(str, planted[strongest] - outcome.found)) == []
    if RULES[rule_id].certainty == "L":
        assert planted.keys() == set(PLANTED[rule_id])
        assert (sorted(map(str, outcome.missed)), sorted(map(str, outcome.false))) == ([], [])
        assert [what for what, things in outcome.near.items() if things & outcome.found] == []


def test_accuses_nobody_in_a_clean_world(clean: dict[str, Outcome]) -> None:
    assert {rule_id: outcome.false for rule_id, outcome in clean.items() if outcome.false} == {}


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (10, 10, 0.7411, 1.0),  # 0.05 ** (1 / 10)
        (0, 10, 0.0, 0.2589),
        (8, 10, 0.4439, 0.9748),  # Clopper and Pearson's chart, as printed in tables of exact limits
        (95, 100, 0.8872, 0.9836),
    ],
)
def test_intervals_are_exact(hits: int, of: int, low: float, high: float) -> None:
    assert interval(hits, of) == pytest.approx((low, high), abs=5e-5)


def test_the_page_shows_the_measured_rates() -> None:
    page = (Path(__file__).parents[2] / "docs" / "detection.md").read_text(encoding="utf-8")
    assert MARKS.search(page)
    assert in_page(page) == page
