"""`python -m benchmarks.comparison`: how often the comparison of units errs, and how often it finds a bad unit.

Worlds are drawn as counts, each a measure of its own, and go through the SQL as it is. Clean worlds have no unit that
is not of the kind its peers are: equal true rates, beta (overdispersed, the more skewed the rarer and the more spread)
and normal on the log odds (heavier tails still). 95% intervals: Clopper and Pearson.
"""

import argparse
import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from tests.sql.rates import compared

Rates = Callable[[np.random.Generator, tuple[int, int]], np.ndarray]


def equal(mean: float) -> Rates:
    return lambda random, shape: np.full(shape, mean)


def beta(mean: float, correlation: float) -> Rates:
    prior = 1 / correlation - 1
    return lambda random, shape: random.beta(mean * prior, (1 - mean) * prior, shape)


def log_odds(mean: float, spread: float) -> Rates:
    return lambda random, shape: 1 / (1 + np.exp(-np.log(mean / (1 - mean)) - spread * random.standard_normal(shape)))


CLEAN: dict[str, Rates] = {
    **{f"equal {mean:.1%}": equal(mean) for mean in (0.003, 0.01, 0.05, 0.2)},
    **{f"beta 5%, {spread}": beta(0.05, spread) for spread in (0.005, 0.02, 0.05, 0.1)},
    **{f"beta 2%, {spread}": beta(0.02, spread) for spread in (0.02, 0.05, 0.1)},
    **{f"beta {mean:.1%}, {spread}": beta(mean, spread) for mean, spread in ((0.003, 0.02), (0.1, 0.05), (0.1, 0.1))},
    **{f"beta {mean:.0%}, {spread}": beta(mean, spread) for mean, spread in ((0.2, 0.02), (0.4, 0.1))},
    **{f"log odds 5%, {spread}": log_odds(0.05, spread) for spread in (0.4, 0.7, 1)},
    **{f"log odds {mean:.0%}, 1": log_odds(mean, 1) for mean in (0.02, 0.1)},
}
SIZES: dict[str, Callable[[np.random.Generator, tuple[int, int]], np.ndarray]] = {
    "390": lambda random, shape: np.full(shape, 390),
    "300": lambda random, shape: np.full(shape, 300),
    "30": lambda random, shape: np.full(shape, 30),
    "about 67": lambda random, shape: np.maximum(30, np.rint(random.lognormal(4.2, 0.8, shape))),
    "about 150": lambda random, shape: np.maximum(30, np.rint(random.lognormal(5, 1.2, shape))),
}
# Units, of them bad, peers' rate, spread of the peers' true rates (beta), cases each.
BAD = [
    *((14, 2, rate, 0, cases) for rate in (0.02, 0.03, 0.05, 0.1, 0.2) for cases in ("300", "390")),
    *((14, 2, 0.05, spread, "390") for spread in (0.002, 0.005, 0.01)),
    *((14, 3, 0.05, 0, cases) for cases in ("300", "390")),
    *((14, 1, 0.05, 0, "300"), (10, 1, 0.05, 0, "300"), (10, 2, 0.05, 0, "300"), (18, 2, 0.05, 0, "300")),
    *((10, 2, 0.1, 0, "300"), (102, 2, 0.05, 0, "300"), (102, 20, 0.05, 0, "300")),
]
AT_ONCE = 2000  # units that go through the SQL together


def judged(found: np.ndarray, of: np.ndarray) -> np.ndarray:
    """The standing of each unit: worlds × units, as `found` and `of` are."""
    told = []
    worlds = max(1, AT_ONCE // of.shape[1])
    for first in range(0, len(of), worlds):
        part = slice(first, first + worlds)
        numbers = np.indices(of[part].shape)
        counts = pd.DataFrame({"numerator": found[part].ravel(), "denominator": of[part].ravel()})
        codes = {"measure": numbers[0].ravel(), "unit_code": numbers[1].ravel()}
        counts = counts.assign(**{name: [f"{code:04}" for code in column] for name, column in codes.items()})
        with compared(counts) as connection:
            rows = connection.execute("select standing from unit_rates order by measure, unit_code").fetchall()
        told.append(np.array([row[0] for row in rows]).reshape(of[part].shape))
    return np.concatenate(told)


def clean(kind: str, sizes: str, units: int, worlds: int, random: np.random.Generator) -> np.ndarray:
    of = SIZES[sizes](random, (worlds, units)).astype(int)
    return judged(random.binomial(of, CLEAN[kind](random, (worlds, units))), of)


def bad(world: tuple, worlds: int, random: np.random.Generator, times: float = 4) -> np.ndarray:
    """The first units of each world are the bad ones, at so many times their peers' mean rate."""
    units, worse, mean, spread, sizes = world
    of = SIZES[sizes](random, (worlds, units)).astype(int)
    rates = (beta(mean, spread) if spread else equal(mean))(random, of.shape)
    rates[:, :worse] = times * mean
    return judged(random.binomial(of, rates), of)


def told(found: int, of: int) -> str:
    """A share in percent with its 95% interval."""
    interval = binomtest(int(found), int(of)).proportion_ci()
    return f"{100 * found / of:.1f} ({100 * interval.low:.1f}–{100 * interval.high:.1f})"


def main() -> None:
    """Prints both tables as Markdown, a line as soon as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparison")
    parser.add_argument("--worlds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--units", type=int, nargs="*", default=[4, 6, 10, 14, 18, 102])
    parser.add_argument("--sizes", nargs="*", default=["390", "30", "about 67", "about 150"])
    parser.add_argument("--only", choices=("clean", "bad"))
    asked = parser.parse_args()
    random = np.random.default_rng(asked.seed)
    if asked.only != "clean":
        print("| units | bad | peers' rate | peers' spread | cases | bad called worse % | both or all % | others % |")
        print("|---|---|---|---|---|---|---|---|")
        for world in BAD:
            worse = bad(world, asked.worlds, random) == "worse"
            ill, rest = worse[:, : world[1]], worse[:, world[1] :]
            cells = told(ill.sum(), ill.size), told(ill.all(1).sum(), len(ill)), told(rest.sum(), rest.size)
            print("|", " | ".join(map(str, (*world, *cells))), "|", flush=True)
    if asked.only != "bad":
        print("\n| kind | cases | units | worlds with a unit called worse % | units % | better: worlds % |")
        print("|---|---|---|---|---|---|")
        for kind in CLEAN:
            for sizes in asked.sizes:
                for units in asked.units:
                    standing = clean(kind, sizes, units, asked.worlds, random)
                    worse, better = standing == "worse", standing == "better"
                    cells = told(worse.any(1).sum(), len(worse)), told(worse.sum(), worse.size)
                    better_told = told(better.any(1).sum(), len(better))
                    print("|", " | ".join(map(str, (kind, sizes, units, *cells, better_told))), "|", flush=True)


if __name__ == "__main__":
    sys.exit(main())
