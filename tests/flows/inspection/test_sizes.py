"""Sizes of samples against published tables, and against counting with whole numbers, without scipy."""

from fractions import Fraction
from itertools import combinations
from math import ceil, comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.inspection.sizes import Demand, intolerable, limit_size, sample_size, sizes
from tests.casebook import drawn

# Attribute sampling, exact binomial. With none expected n is the least with (1 - rate)^n <= 1 - confidence.
PUBLISHED = """
tolerable | confidence | expected | size
0.05      | 0.90       | 0        | 45
0.10      | 0.90       | 0        | 22
0.05      | 0.95       | 0        | 59
0.10      | 0.95       | 0        | 29
0.05      | 0.90       | 1        | 77
0.05      | 0.95       | 1        | 93
"""
DEMANDS = [
    (Demand(float(row["tolerable"]), float(row["confidence"]), int(row["expected"])), int(row["size"]))
    for row in drawn(PUBLISHED)
]
USUAL = DEMANDS[0][0]


def chance_of_few(files: int, deviating: int, size: int, most: int) -> Fraction:
    """The probability that a sample of `size` of the files holds at most so many deviating ones, in whole numbers."""
    ways = sum(comb(deviating, hit) * comb(files - deviating, size - hit) for hit in range(min(most, size) + 1))
    return Fraction(ways, comb(files, size))


def enough(demand: Demand) -> Fraction:
    return 1 - Fraction(str(demand.confidence))


def size_by_counting(files: int, demand: Demand) -> int:
    """The least size, tried one by one."""
    deviating = max(1, ceil(files * Fraction(str(demand.tolerable_rate))))
    if deviating == 1:
        return files
    few = demand.expected_deviations
    return next(n for n in range(files + 1) if n == files or chance_of_few(files, deviating, n, few) <= enough(demand))


@pytest.mark.parametrize(("demand", "size"), DEMANDS)
def test_the_limit_for_many_files_is_the_published_size(demand: Demand, size: int):
    assert limit_size(demand) == size
    assert sample_size(5_000_000, demand) == size


def test_the_chance_is_that_of_looking_at_every_sample():
    """Of 8 files of which 3 deviate: every sample of 4 laid out."""
    samples = list(combinations(range(8), 4))
    for most in range(4):
        few = sum(sum(file < 3 for file in sample) <= most for sample in samples)
        assert chance_of_few(8, 3, 4, most) == Fraction(few, len(samples))


DEMAND = st.builds(
    Demand,
    st.sampled_from([0.01, 0.03, 0.05, 0.07, 0.1, 0.2]),
    st.sampled_from([0.8, 0.9, 0.95, 0.99]),
    st.integers(0, 3),
)


@given(st.integers(1, 350), DEMAND)
@settings(max_examples=150, deadline=None)
def test_a_size_is_the_least_that_suffices(files: int, demand: Demand):
    assert sample_size(files, demand) == size_by_counting(files, demand)


@pytest.mark.parametrize(("demand", "_"), DEMANDS)
def test_the_claim_holds_for_units_of_every_size(demand: Demand, _: int):
    """However many files deviate from the tolerable rate on, so few are found with at most 1 - confidence; one file
    fewer would not do, wherever not all are looked at.
    """
    few = demand.expected_deviations
    for files in [*range(3, 60), *range(60, 500, 23), 1_000, 2_500, 5_000]:
        size, deviating = sample_size(files, demand), intolerable(files, demand)
        assert size <= files
        if size == files:
            continue
        for more in (deviating, deviating + 1, 2 * deviating):
            assert chance_of_few(files, more, size, few) <= enough(demand)
        assert chance_of_few(files, deviating, size - 1, few) > enough(demand)


def test_a_tiny_unit_is_looked_at_whole_until_one_deviation_is_tolerable():
    """One of 20 files is 5%, one of 21 less: then two must be found, and 14 files find one of two with 90%."""
    assert [sample_size(files, USUAL) for files in (1, 3, 19, 20, 21)] == [1, 3, 19, 20, 14]
    assert chance_of_few(21, 2, 14, 0) == Fraction(1, 10)  # just enough, though 1 - 0.9 is less than 0.1 to a float


def test_the_tolerable_number_is_counted_in_hundredths_and_not_in_floats():
    assert [intolerable(100, Demand(rate, 0.9, 0)) for rate in (0.07, 0.29, 0.05)] == [7, 29, 5]
    assert [intolerable(files, USUAL) for files in (1, 20, 21, 100, 101)] == [1, 1, 2, 5, 6]


def test_where_more_deviations_are_expected_than_tolerable_all_files_are_looked_at():
    assert sample_size(60, Demand(0.05, 0.9, 3)) == 60
    assert sample_size(61, Demand(0.05, 0.9, 3)) < 61


def test_each_number_of_files_stands_once():
    assert sizes([60, 3, 60], USUAL) == [(3, 1, 3, 45), (60, 3, 32, 45)]
    assert sizes([], USUAL) == []
