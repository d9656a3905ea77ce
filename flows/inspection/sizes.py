"""How many files a sample needs: exact, by the hypergeometric distribution, for the unit's own number of cases.

Deviations are found in a file or not. A sample of n files with at most the expected deviations lets one say, with the
confidence, that less than the tolerable rate of all the files deviate, where so few deviations in the sample are no
more probable than 1 - confidence even if just the tolerable rate deviate: ceil(rate x files), at least 1. The limit for
many files is the binomial (attribute sampling in auditing). Where one deviating file alone reaches the tolerable rate,
all files are looked at.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

_ROUNDING = 1 + 1e-9  # a probability of exactly 1 - confidence suffices, though floats may put it a hair above


@dataclass(frozen=True)
class Demand:
    """Rates and confidence inside 0 to 1, deviations a count."""

    tolerable_rate: float
    confidence: float
    expected_deviations: int


def intolerable(files: int, demand: Demand) -> int:
    """The least number of deviating files that reaches the tolerable rate; 0.05 means 5 in 100 and not its float."""
    return max(1, ceil(Fraction(str(demand.tolerable_rate)) * files))


def sample_size(files: int, demand: Demand) -> int:
    """How many of so many files to look at; all of them where a smaller sample cannot show it."""
    from scipy.stats import hypergeom  # takes a second to import: only an audit needs it

    deviating = intolerable(files, demand)
    if deviating == 1 or deviating <= demand.expected_deviations:
        return files
    return _least(files, demand, lambda size: hypergeom.cdf(demand.expected_deviations, files, deviating, size))


def limit_size(demand: Demand, most: int = 1_000_000) -> int:
    """The size for a great number of files, by the binomial distribution; at most `most`."""
    from scipy.stats import binom

    return _least(most, demand, lambda size: binom.cdf(demand.expected_deviations, size, demand.tolerable_rate))


def _least(most: int, demand: Demand, probability: Callable[[int], float]) -> int:
    """The least size from which so few deviations are improbable enough: the probability falls with the size."""
    enough = float(1 - Fraction(str(demand.confidence))) * _ROUNDING
    low, high = demand.expected_deviations, most
    while low < high:
        middle = (low + high) // 2
        if probability(middle) <= enough:
            high = middle
        else:
            low = middle + 1
    return high


def sizes(numbers: Iterable[int], demand: Demand) -> list[tuple[int, int, int, int]]:
    """(files, deviating files that reach the tolerable rate, size, size in the limit) for each number of files."""
    limit = limit_size(demand)
    return [(files, intolerable(files, demand), sample_size(files, demand), limit) for files in sorted(set(numbers))]
