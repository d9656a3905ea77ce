"""The statistics of units against published examples, scipy and a plain calculation written apart."""

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binom, binomtest, norm

from flows.common.sql_files import run_macros
from tests.sql.rates import level_of, rates_of, worlds_of

# Newcombe 1998, Stat Med 17:857, table I: the score interval without continuity correction.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


def test_intervals_are_wilsons_as_published():
    rows = rates_of([(found, of) for found, of, _, _ in NEWCOMBE])
    for row, (_, _, low, high) in zip(rows, NEWCOMBE, strict=True):
        assert (round(row["low_rate"], 4), round(row["high_rate"], 4)) == (low, high)


def test_intervals_are_wilsons_as_scipy_has_them():
    pairs = [(found, of) for of in (1, 2, 7, 30, 101, 5000) for found in sorted({0, 1, of // 3, of // 2, of - 1, of})]
    for row, (found, of) in zip(rates_of(pairs), pairs, strict=True):
        known = binomtest(found, of).proportion_ci(method="wilson")
        assert (row["low_rate"], row["high_rate"]) == pytest.approx((known.low, known.high), abs=1e-7)


@pytest.mark.parametrize(("units", "significance"), [(3, 0.05), (10, 0.05), (102, 0.01), (40, 0.2)])
def test_quantiles_are_those_of_the_normal_distribution(units: int, significance: float):
    level = level_of([(5, 100)] * units, significance=significance)
    assert level["unit_quantile"] == pytest.approx(norm.isf(significance / 2 / units), abs=5e-4)
    pairs = units * (units - 1) / 2
    assert level["pair_quantile"] == pytest.approx(norm.isf(significance / 2 / pairs), abs=5e-4)


def beta_binomial_by_moments(pairs: list[tuple[int, int]]) -> tuple[float, list[float]]:
    """Mean and shrunk rates, from what a beta-binomial's variance is expected to be."""
    of = np.array([n for _, n in pairs], float)
    rate = np.array([x / n for x, n in pairs])
    mean = float((rate * of).sum() / of.sum())
    if mean in (0, 1):
        return mean, [mean] * len(pairs)
    observed = float((of * (rate - mean) ** 2).sum())
    share = 1 - of / of.sum()

    def expected(correlation: float) -> float:
        return float((share * mean * (1 - mean) * (1 + (of - 1) * correlation)).sum())

    if observed <= expected(0):
        correlation = 0.0
    elif observed >= expected(1):
        correlation = 1.0
    else:
        correlation = brentq(lambda value: expected(value) - observed, 0, 1, xtol=1e-14)
    if correlation == 0:
        return mean, [mean] * len(pairs)
    prior = (1 - correlation) / correlation  # beta(prior × mean, prior × (1 − mean)), then the posterior mean
    return mean, [(x + prior * mean) / (n + prior) for x, n in pairs]


UNITS = st.lists(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=8
)


@settings(max_examples=8, deadline=None)
@given(st.lists(UNITS, min_size=4, max_size=4))
def test_shrunk_rates_are_posterior_means_and_every_interval_holds_its_rate(worlds):
    for pairs, rows in zip(worlds, worlds_of(worlds), strict=True):
        mean, shrunk = beta_binomial_by_moments(pairs)
        if sum(n for _, n in pairs) > len(pairs):
            assert [row["shrunk_rate"] for row in rows] == pytest.approx(shrunk, abs=1e-4)
        for row in rows:
            slack = 1e-9
            assert row["level_rate"] == pytest.approx(mean)
            assert row["low_rate"] - slack <= row["rate"] <= row["high_rate"] + slack
            between = sorted((row["rate"], row["level_rate"]))
            assert between[0] - slack <= row["shrunk_rate"] <= between[1] + slack


def test_the_spread_of_four_units_by_hand():
    # Mean 40/400 = 0.1. Σ n(p − m)² = 100 × (0.05² × 2 + 0.05² × 2) = 1; by chance alone 0.09 × 3 = 0.27.
    # Σ n − Σ n²/Σ n − 3 = 400 − 100 − 3 = 297, so the correlation is (1 − 0.27) / (0.09 × 297) = 0.0273101.
    # Shrunk by w = n ρ / (1 + (n − 1) ρ) = 2.73101 / 3.70370 = 0.737373: 0.1 ± 0.05 w.
    pairs = [(5, 100), (5, 100), (15, 100), (15, 100)]
    assert level_of(pairs)["moments_spread"] == pytest.approx(0.0273101, abs=1e-6)
    assert rates_of(pairs)[0]["shrunk_rate"] == pytest.approx(0.1 - 0.05 * 0.737373, abs=1e-6)


def test_a_few_units_far_off_do_not_hide_themselves():
    bulk = [(5, 100), (6, 120), (4, 90), (8, 150), (5, 110)] * 12
    rows = rates_of([*bulk, (40, 100), (42, 100), (44, 100)])
    assert [row["standing"] for row in rows[-3:]] == ["worse"] * 3
    assert {row["standing"] for row in rows[:-3]} == {"not_distinguishable"}


@pytest.mark.parametrize("trials", [30, 390, 2000])
@pytest.mark.parametrize("chance", [0.0004, 0.01, 0.05, 0.3, 0.97])
def test_a_binomial_tail_is_that_of_scipy(trials: int, chance: float):
    with duckdb.connect() as connection:
        run_macros(connection)
        for hits in sorted({0, 1, round(trials * chance), round(trials * chance + 4), trials // 2, trials}):
            if hits > trials:
                continue
            told = connection.execute("select tail_of_binomial(?, ?, ?)", [hits, trials, chance]).fetchone()[0]
            assert told == pytest.approx(binom.sf(hits - 1, trials, chance), rel=0.1, abs=1e-7), hits


@settings(max_examples=6, deadline=None)
@given(st.integers(6, 40), st.integers(30, 3000), st.integers(0, 30))
def test_equal_units_are_never_ranked_and_one_far_worse_is(units: int, cases: int, percent: int):
    equal = [(cases * percent // 100, cases)] * units
    same, (*others, worst) = worlds_of([equal, [*equal, (cases, cases)]])
    assert all((row["rank_from"], row["rank_to"]) == (None, None) for row in same)
    assert {row["standing"] for row in same} == {"not_distinguishable"}
    assert (worst["rank_from"], worst["rank_to"]) == (units + 1, units + 1)
    assert all((row["rank_from"], row["rank_to"]) == (1, units) for row in others)


def test_ranks_and_standings_turn_where_higher_is_better():
    pairs = [(50, 100)] * 20 + [(95, 100)]
    worse, better = rates_of(pairs)[-1], rates_of(pairs, higher_is_worse=False)[-1]
    assert (worse["standing"], worse["rank_from"]) == ("worse", 21)
    assert (better["standing"], better["rank_to"]) == ("better", 1)
