"""Random streams of planters' own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import numpy as np

from .world import World


def own_stream(plant: Callable[[World, str], None]) -> Callable[[World, str], None]:
    """A planter that draws from a stream of its own, so that it shifts no draw of the others."""

    @wraps(plant)
    def planted(world: World, strength: str) -> None:
        shared = world.rng
        world.rng = np.random.default_rng([len(world.frame), *f"{plant.__name__} {strength}".encode()])
        try:
            plant(world, strength)
        finally:
            world.rng = shared

    return planted
