"""What is said of a unit among its peers: whom the comparison calls worse, whom it leaves alone, and that standing,
interval and rank agree.
"""

import numpy as np
import pytest
from scipy.stats import beta, binom

from tests.casebook import THRESHOLDS
from tests.sql.rates import rates_of, worlds_of


def probability_apart(pairs: list[tuple[int, int]], unit: int) -> float:
    """That a unit like the others counts so many, times the units: a sum over true rates, centres and spreads."""
    true = (np.arange(2000) + 0.5) / 2000
    order = sorted(range(len(pairs)), key=lambda n: -pairs[n][0] / pairs[n][1])
    far = order[: len(pairs) // 4]
    edge = max(x / n for number, (x, n) in enumerate(pairs) if number not in far)
    likelihoods = []
    for number, (x, n) in enumerate(pairs):
        if number in far:
            likelihoods.append(binom.sf(np.ceil(edge * n - 1e-9) - 1, n, true))
        else:
            likelihoods.append(binom.pmf(x, n, true))
    predicted = np.zeros_like(true)
    for odds in np.exp(np.arange(-6, 1, 0.1)):
        for root in np.arange(0.02, 0.632, 0.01):  # root of the intra-class correlation
            prior = 1 / root**2 - 1
            shares = np.diff(beta.cdf(np.linspace(0, 1, 2001), prior * odds / (1 + odds), prior / (1 + odds)))
            predicted += shares * np.prod([(likelihood * shares).sum() for likelihood in likelihoods])
    x, n = pairs[unit]
    return len(pairs) * float((binom.sf(x - 1, n, true) * predicted).sum() / predicted.sum())


# Two of fourteen bodies late in 26.6% and 22.8%, their peers in 1.2-6.3%.
FOURTEEN = [(round(3.9 * percent), 390) for percent in (1.2, 1.8, 2.3, 2.8, 3.1, 3.5, 3.8, 4.2, 4.6, 5, 5.6, 6.3)]
FOURTEEN += [(89, 390), (104, 390)]


def test_the_probability_of_a_unit_among_its_peers_as_summed_apart():
    rows = rates_of(FOURTEEN)
    for unit in (12, 13):
        assert rows[unit]["peer_probability"] == pytest.approx(probability_apart(FOURTEEN, unit), rel=0.15)


def test_two_bad_units_of_fourteen_are_called_worse_and_rank_last():
    rows = rates_of(FOURTEEN)
    assert [row["standing"] for row in rows] == ["not_distinguishable"] * 12 + ["worse"] * 2
    assert [(row["rank_from"], row["rank_to"]) for row in rows[-2:]] == [(13, 14)] * 2
    assert rows[0]["common_rate"] == pytest.approx((15 + 16) / 2 / 390)  # the seventh and the eighth of fourteen


def test_as_many_as_a_quarter_hide_nothing_and_one_more_does():
    peers = [(20, 400), (21, 400), (19, 400), (20, 400), (22, 400), (18, 400), (20, 400), (21, 400), (19, 400)]
    quarter, more = worlds_of([[*peers, *[(160, 400)] * 3], [*peers[:-1], *[(160, 400)] * 4]])
    assert [row["standing"] for row in quarter[-3:]] == ["worse"] * 3
    assert "worse" not in {row["standing"] for row in more}
    assert {row["standing"] for row in more[-4:]} == {"worse_than_common"}  # surely worse than eight of twelve


def test_units_are_compared_with_units_of_their_type_only():
    peers, branches = [(20, 400)] * 10, [(30, 400), (28, 400), (33, 400), (90, 400)]
    kinds = ["district"] * 10 + ["land_registration_branch"] * 4
    rows = rates_of([*peers, *branches], unit_type=kinds)
    assert {row["standing"] for row in rows[:10]} == {"not_distinguishable"}
    assert [row["compared_units"] for row in rows] == [10] * 10 + [4] * 4
    # Four branches are too few to tell how much branches differ: one is clearly above what is common among them.
    assert [row["standing"] for row in rows[10:]] == ["too_few_peers"] * 3 + ["worse_than_common"]
    assert (rows[-1]["rank_from"], rows[-1]["rank_to"]) == (4, 4)


STANDINGS = [
    ("one case less than enough", [(5, 100)] * 20 + [(29, 29)], "too_few_cases"),
    ("just enough", [(5, 100)] * 20 + [(30, 30)], "worse"),
    ("no case", [(5, 100)] * 5 + [(0, 0)], "too_few_cases"),
    ("alone", [(50, 100)], "too_few_peers"),
    ("two units alike", [(10, 100), (12, 100)], "too_few_peers"),
    ("two units apart", [(0, 100), (100, 100)], "worse_than_common"),
    ("the better of two", [(100, 100), (0, 100)], "better_than_common"),
    ("four peers", [(5, 100)] * 4 + [(60, 100)], "worse_than_common"),
    ("five peers", [(5, 100)] * 5 + [(90, 100)], "worse"),
    ("just too near the others", [(5, 100)] * 4 + [(13, 100)], "too_few_peers"),
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


def contradictions(rows: list[dict]) -> list[str]:
    """What one figure of a kind's units says against another."""
    found = []
    compared = max(row["compared_units"] for row in rows)
    worse, better = (sum(row["standing"] == name for row in rows) for name in ("worse", "better"))
    for row in rows:
        standing, first, last = row["standing"], row["rank_from"], row["rank_to"]
        if standing.startswith("worse") and not row["low_rate"] > row["common_rate"]:
            found.append(f"{standing}, but its interval reaches the common rate")
        if standing.startswith("better") and not row["high_rate"] < row["common_rate"]:
            found.append(f"{standing}, but its interval reaches the common rate")
        if first is None:
            continue
        if not 1 <= first <= last <= compared:
            found.append("no rank")
        if standing.startswith("worse") and 2 * last <= compared:
            found.append(f"{standing}, but ranks in the better half")
        if standing.startswith("better") and 2 * first > compared + 1:
            found.append(f"{standing}, but ranks in the worse half")
        if standing == "not_distinguishable" and (2 * first > compared + 2 or 2 * last < compared):
            found.append("not told from its peers, but surely ranks beyond the middle")
        if (standing == "worse" and first <= better) or (standing == "better" and last > compared - worse):
            found.append("worse ranks before better")
    return found


def test_standing_interval_and_rank_never_contradict_each_other():
    random = np.random.default_rng(14)
    worlds = []
    for number in range(60):
        pairs = world(
            random, (4, 6, 11, 14, 30)[number % 5], (0.02, 0.1, 0.5)[number % 3], (0, 0.02, 0.2)[number % 4 % 3]
        )
        pairs += [(round(n * share), n) for n, share in ((30, 0.6), (2000, 0.3), (700, 0.0))[: number % 4]]
        worlds.append(pairs)
    told = worlds_of(worlds)
    assert {row["standing"] for rows in told for row in rows} >= {
        *("worse", "better", "worse_than_common", "better_than_common", "not_distinguishable", "too_few_peers")
    }
    assert [contradictions(rows) for rows in told] == [[]] * len(told)


CLEAN = [(0.05, 0), (0.05, 0.02), (0.02, 0.1)]  # the last so skewed that a few units hold nearly all late cases


@pytest.mark.parametrize(("mean", "correlation"), CLEAN)
def test_clean_worlds_accuse_nobody(mean: float, correlation: float):
    random = np.random.default_rng(20210430)
    worlds = worlds_of([world(random, 14, mean, correlation) for _ in range(60)])
    alarms = sum(any(row["standing"] == "worse" for row in rows) for rows in worlds)
    assert alarms <= binom.isf(0.001, 60, 0.05)  # 5% of worlds, as far as 60 of them can show it


def test_two_of_fourteen_at_four_times_their_peers_are_found():
    random = np.random.default_rng(7)
    rates = np.array([0.2] * 2 + [0.05] * 12)
    worlds = worlds_of([[(int(x), 350) for x in random.binomial(350, rates)] for _ in range(60)])
    found = sum(row["standing"] == "worse" for rows in worlds for row in rows[:2])
    assert found >= 0.9 * 120
    assert not [row for rows in worlds for row in rows[2:] if row["standing"] == "worse"]


def test_what_decides_a_standing_is_a_threshold_of_the_office():
    assert (THRESHOLDS["peers_least"], THRESHOLDS["peers_unlike_share"]) == (5, 0.25)
    assert {row["standing"] for row in rates_of(FOURTEEN, unlike_probability=0.004)[-2:]} == {"worse_than_common"}
    assert [row["standing"] for row in rates_of(FOURTEEN, unlike_probability=0.009)[-2:]] == [
        "worse_than_common",
        "worse",
    ]
