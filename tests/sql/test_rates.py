"""The statistics of units against published examples, scipy and a plain calculation written apart."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binom, binomtest, norm
from scipy.stats import t as student

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
def test_quantiles_are_those_of_normal_and_student(units: int, significance: float):
    level = level_of([(5, 100)] * units, significance=significance)
    assert level["unit_quantile"] == pytest.approx(norm.isf(significance / 2 / units), abs=5e-4)
    pairs = units * (units - 1) / 2
    assert level["pair_quantile"] == pytest.approx(norm.isf(significance / 2 / pairs), abs=5e-4)
    known = student.isf(significance / 2 / units, units - 2)
    assert level["unit_quantile_t"] >= 0.999 * known
    assert level["unit_quantile_t"] <= known * (2 if units < 5 else 1.02)  # wider where a peer or two tell of the rest


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
            if row["funnel_low_rate"] is not None:
                assert 0 <= row["funnel_low_rate"] <= row["peer_rate"] <= row["funnel_high_rate"] <= 1


def test_the_spread_of_four_units_by_hand():
    # Mean 40/400 = 0.1. Σ n(p − m)² = 100 × (0.05² × 2 + 0.05² × 2) = 1; by chance alone 0.09 × 3 = 0.27.
    # Σ n − Σ n²/Σ n − 3 = 400 − 100 − 3 = 297, so the correlation is (1 − 0.27) / (0.09 × 297) = 0.0273101.
    # Shrunk by w = n ρ / (1 + (n − 1) ρ) = 2.73101 / 3.70370 = 0.737373: 0.1 ± 0.05 w.
    pairs = [(5, 100), (5, 100), (15, 100), (15, 100)]
    assert level_of(pairs)["moments_spread"] == pytest.approx(0.0273101, abs=1e-6)
    assert rates_of(pairs)[0]["shrunk_rate"] == pytest.approx(0.1 - 0.05 * 0.737373, abs=1e-6)
    # Robust: the squared scores 0.05² × 100 / 0.09 / (1 + 99 ρ) = 2.7778 / (1 + 99 ρ) are below the cut of 1.6424 from
    # ρ = 0.0070 on, and four of them make 0.678649 × 3 at ρ = 0.0450114; the next candidate above is taken.
    spread = level_of(pairs)["peer_spread"]
    assert 0.0450114 <= spread <= 0.0450114 * (0.9 / 1e-6) ** (1 / 119)


def test_a_few_units_far_off_do_not_hide_themselves():
    bulk = [(5, 100), (6, 120), (4, 90), (8, 150), (5, 110)] * 12
    rows = rates_of([*bulk, (40, 100), (42, 100), (44, 100)])
    assert [row["standing"] for row in rows[-3:]] == ["worse"] * 3
    assert {row["standing"] for row in rows[:-3]} == {"not_distinguishable"}


def test_a_funnel_of_chance_alone_is_no_narrower_than_the_exact_binomial_and_not_far_wider():
    of_peers, nominal = 100_000_000, 0.05 / 2 / 10
    drawn = [(rate, cases) for rate in (0.002, 0.01, 0.05, 0.3, 0.7, 0.98) for cases in (30, 60, 200, 1000)]
    worlds = [[(round(rate * of_peers), of_peers)] * 9 + [(round(rate * cases), cases)] for rate, cases in drawn]
    for (rate, cases), rows in zip(drawn, worlds_of(worlds), strict=True):
        low, high = rows[-1]["funnel_low_rate"], rows[-1]["funnel_high_rate"]
        assert binom.sf(math.floor(high * cases + 1e-9), cases, rate) <= nominal * 1.05
        assert binom.cdf(math.ceil(low * cases - 1e-9) - 1, cases, rate) <= nominal * 1.05
        spread = norm.isf(nominal) * math.sqrt(rate * (1 - rate) / cases)
        assert high <= rate + 1.3 * spread + 3 / cases and low >= rate - 1.3 * spread - 3 / cases


@settings(max_examples=6, deadline=None)
@given(st.integers(3, 60), st.integers(30, 3000), st.integers(0, 30))
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


STANDINGS = [
    ("one case less than enough", [(5, 100)] * 20 + [(29, 29)], "too_few_cases"),
    ("just enough", [(5, 100)] * 20 + [(30, 30)], "worse"),
    ("no case", [(5, 100)] * 5 + [(0, 0)], "too_few_cases"),
    ("two units", [(0, 100), (100, 100)], "too_few_peers"),
    ("three units", [(0, 100), (0, 100), (0, 100)], "not_distinguishable"),
    ("nothing late anywhere", [(0, 100)] * 9, "not_distinguishable"),
    ("everything late everywhere", [(100, 100)] * 9, "not_distinguishable"),
    ("not delivered", [(5, 100)] * 5 + [(None, None)], "not_assessable"),
]


def test_a_standing_says_what_can_be_said():
    told = {}
    for (what, pairs, _), rows in zip(STANDINGS, worlds_of([pairs for _, pairs, _ in STANDINGS]), strict=True):
        told[what] = rows[-1]["standing"]
        if not pairs[-1][1]:
            assert [rows[-1][name] for name in ("rate", "low_rate", "high_rate", "shrunk_rate")] == [None] * 4
    assert told == {what: standing for what, _, standing in STANDINGS}


def world(random: np.random.Generator, units: int, mean: float, correlation: float) -> list[tuple[int, int]]:
    """Units of very different sizes; true rates are all `mean`, or beta around it and none an outlier."""
    sizes = np.maximum(1, np.round(np.exp(random.normal(5, 1.2, units)))).astype(int)
    prior = 1 / correlation - 1 if correlation else 0
    rates = random.beta(prior * mean, prior * (1 - mean), units) if correlation else np.full(units, mean)
    return [(int(x), int(n)) for x, n in zip(random.binomial(sizes, rates), sizes, strict=True)]


@pytest.mark.parametrize(("mean", "correlation"), [(0.05, 0), (0.05, 0.02)])
def test_clean_worlds_accuse_nobody(mean: float, correlation: float):
    random = np.random.default_rng(20210430)
    worlds = worlds_of([world(random, 102, mean, correlation) for _ in range(40)])
    alarms = sum(any(row["standing"] == "worse" for row in rows) for rows in worlds)
    assert alarms <= binom.isf(0.001, 40, 0.05)  # 5% of worlds, as far as 40 of them can show it
    if not correlation:
        ranked = sum(any(row["rank_from"] for row in rows) for rows in worlds)
        assert ranked <= binom.isf(0.001, 40, 0.05)
