"""All planters by rule, and the rules that have none, with the reason."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .world import World

# Rules that no planter can show, and why.
WITHOUT = {
    "A1C": "a case without a code is named by the content of its file, which no planter knows beforehand",
}


@dataclass(frozen=True)
class Planter:
    rule_id: str
    strengths: tuple[str, ...]
    plant: Callable[[World, str], None]


def planters() -> list[Planter]:
    """In the order of their files and of STRENGTHS in them."""
    found = []
    for path in sorted(Path(__file__).parent.glob("plant_*.py")):
        family = importlib.import_module(f"{__package__}.{path.stem}")
        for rule, strengths in family.STRENGTHS.items():
            found.append(Planter(rule, strengths, getattr(family, f"plant_{rule.lower()}")))
    return found
