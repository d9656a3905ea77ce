"""Random streams of planters' own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps

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


def when_all_have_planted(plant: Callable[[World, str], None]) -> Callable[[World, str], None]:
    """A planter that waits for all others, with a stream of its own: neither what it draws nor the cases that it takes
    shift what they plant.
    """
    alone = own_stream(plant)

    @wraps(plant)
    def put_off(world: World, strength: str) -> None:
        world.put_off.append(partial(alone, world, strength))

    return put_off
