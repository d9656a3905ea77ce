"""The probabilities behind the signals of units: the distributions against scipy, the correction worked out by
hand, and how often honest provinces are accused.
"""

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from flows.common.sql_files import SQL, run_macros
from tests.casebook import THRESHOLDS


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    with duckdb.connect() as connection:
        run_macros(connection)
        yield connection


def _value(connection, call: str, *values) -> float:
    return connection.execute(f"select {call}", list(values)).fetchone()[0]


@pytest.mark.parametrize("trials", [1, 30, 97, 2000])
@pytest.mark.parametrize(("mean", "overdispersion"), [(0.2, 0.02), (0.0004, 0.02), (0.7, 0.3), (0.02, 0.95)])
def test_beta_binomial_tail_is_that_of_scipy(connection, trials, mean, overdispersion):
    alpha, beta = (share * (1 - overdispersion) / overdispersion for share in (mean, 1 - mean))
    for hits in sorted({0, 1, trials // 3, trials // 2, trials - 1, trials}):
        told = _value(connection, "beta_binomial_tail(?, ?, ?, ?)", hits, trials, alpha, beta)
        summed = np.exp(stats.betabinom.logpmf(np.arange(hits, trials + 1), trials, alpha, beta)).sum()  # sf cancels
        assert told == pytest.approx(summed, rel=1e-6), hits


@pytest.mark.parametrize("degrees", [5, 8, 17, 60, 130])
def test_the_reserve_of_a_variance_is_that_of_the_chi_squared_distribution(connection, degrees):
    assert _value(connection, "variance_reserve(?)", degrees) == pytest.approx(
        degrees / stats.chi2.ppf(0.05, degrees), rel=0.02
    )


# --- whole provinces, as numbers ---

COLUMNS = ("has_cases", "has_finished_at", "has_due_date", "has_finished_time", "has_published_list")


def _sizes(rng: np.random.Generator) -> dict[str, np.ndarray]:
    communes = np.maximum(np.rint(rng.lognormal(4.2, 0.8, 102)), 3)
    departments = (4000, 1400, 1300, 620, 500, 420, 380, 360, 330, 220, 180, 160, 90, 60, 45, 35, 30, 12)
    districts = (1500, 700, 600, 480, 430, 380, 330, 300, 260, 220)
    return {"commune": communes.astype(int), "department": np.array(departments), "district": np.array(districts)}


def _province(name: str, honest, rng: np.random.Generator, gaming: dict[str, tuple[int, float]]) -> pd.DataFrame:
    """One row per unit: its cases and how many show something. `honest(n)` draws the shares of n units; `gaming` says
    how many units of a type show it in so many of their other cases too.
    """
    tables = []
    for kind, cases in _sizes(rng).items():
        chance, games = honest(len(cases)), np.zeros(len(cases), bool)
        count, share = gaming.get(kind, (0, 0.0))
        games[rng.choice(np.flatnonzero(cases >= 60), count, replace=False)] = True
        chance = np.where(games, chance + (1 - chance) * share, chance)
        units = [f"{kind}{number}" for number in range(len(cases))]
        table = {"rule_id": name, "unit_code": units, "unit_type": kind, "cases": cases, "games": games}
        tables.append(pd.DataFrame(table | {"showing": rng.binomial(cases, chance)}))
    return pd.concat(tables)


def _judged(provinces: list[pd.DataFrame]) -> pd.DataFrame:
    """What the SQL says of each unit of each province: every province stands as a signal of its own."""
    with duckdb.connect() as connection:
        run_macros(connection)
        connection.register("given", pd.concat(provinces))
        connection.execute("create table drawn as select * from given")
        numbers = ", ".join(f"{value!r}::double as {name}" for name, value in THRESHOLDS.items())
        connection.execute(f"create table stg_parameters as select {numbers}")
        connection.execute(
            "create table signal_counts as select rule_id, unit_code, unit_type, cases, showing,"
            " cases::double as trials, showing as hits, null::integer as usual, 1 as choices,"
            " null::bigint as months, null::bigint as cases_late from drawn"
        )
        connection.execute("create table signal_minutes (unit_code varchar, minute_of_day integer, days bigint)")
        connection.execute(
            "create table signal_mixes"
            " (rule_id varchar, unit_code varchar, peer_code varchar, hits bigint, mix_share double)"
        )
        connection.execute(
            "create table stg_units as select distinct unit_code, unit_code as unit_name, unit_type from drawn"
        )
        inputs = ", ".join(f"true as {name}" for name in (*COLUMNS, "has_procedure_code"))
        connection.execute(f"create table stg_unit_inputs as select distinct unit_code, {inputs} from drawn")
        for name in ("signal_peers", "signal_tests", "judged_units"):
            query = (SQL / "judged" / f"{name}.sql").read_text(encoding="utf-8")
            query = query.replace(
                "select unnest(['D1', 'D1T', 'D2', 'D2P', 'D5', 'D7', 'E1I']) as rule_id",
                "select distinct rule_id from signal_counts",
            )
            connection.execute(f"create table {name} as {query}")
        return connection.execute(
            "select judged.*, drawn.games from judged_units as judged inner join drawn using (rule_id, unit_code)"
            " where not_assessed is null"
        ).df()


def _beta(mean: float, overdispersion: float, rng: np.random.Generator):
    strength = (1 - overdispersion) / overdispersion
    return lambda units: rng.beta(mean * strength, (1 - mean) * strength, units)


def _log_odds(mean: float, spread: float, rng: np.random.Generator):
    return lambda units: 1 / (1 + np.exp(-(np.log(mean / (1 - mean)) + spread * rng.standard_normal(units))))


def honest_worlds(rng: np.random.Generator) -> dict:
    """How the shares of honest units may spread: evenly, far to one side, hardly at all."""
    return {
        "beta 2%, 0.05": _beta(0.02, 0.05, rng),
        "beta 2%, 0.1": _beta(0.02, 0.1, rng),
        "beta 0.3%, 0.02": _beta(0.003, 0.02, rng),
        "beta 10%, 0.05": _beta(0.1, 0.05, rng),
        "beta 20%, 0.02": _beta(0.2, 0.02, rng),
        "beta 40%, 0.1": _beta(0.4, 0.1, rng),
        "log odds 2%, 1": _log_odds(0.02, 1, rng),
        "log odds 5%, 0.7": _log_odds(0.05, 0.7, rng),
        "log odds 10%, 1": _log_odds(0.1, 1, rng),
        "all alike, 10%": lambda units: np.full(units, 0.1),
    }


def rates(honest, rng: np.random.Generator, provinces: int, gaming: dict | None = None) -> tuple[float, float]:
    """The share of provinces with a unit accused wrongly, and of gaming units found."""
    judged = _judged([_province(f"w{n}", honest, rng, gaming or {}) for n in range(provinces)])
    found = judged["p_corrected"] <= THRESHOLDS["significance"]
    accused = judged[found & ~judged["games"]]["rule_id"].nunique() / provinces
    return accused, found[judged["games"]].mean()


def test_honest_provinces_are_hardly_ever_accused():
    """At most 5% of provinces each; 20 provinces of each world here."""
    rng = np.random.default_rng(11)
    accused = {name: rates(honest, rng, 20)[0] for name, honest in honest_worlds(rng).items()}
    assert np.mean(list(accused.values())) <= 0.03, accused
    assert max(accused.values()) <= 0.15, accused  # 3 of 20 where 1 is expected


@pytest.mark.parametrize(
    ("gaming", "least"),
    [({"commune": (1, 0.8)}, 0.8), ({"district": (1, 0.8)}, 0.9), ({"district": (3, 0.8)}, 0.5)],
    ids=["a commune", "a district", "three districts of ten"],
)
def test_strong_gaming_is_found_even_where_several_units_do_it(gaming, least):
    rng = np.random.default_rng(12)
    accused, found = rates(_beta(0.2, 0.02, rng), rng, 15, gaming)
    assert found >= least and accused <= 0.1


def test_a_small_unit_that_is_unlucky_is_left_alone():
    """30 cases of which a third show what a tenth of the peers' do: likely by chance among a hundred units."""
    rng = np.random.default_rng(13)
    province = _province("w", lambda units: np.full(units, 0.1), rng, {})
    unlucky = province["unit_code"] == "commune0"
    province.loc[unlucky, ["cases", "showing"]] = (30, 9)
    judged = _judged([province])
    assert judged.loc[judged["unit_code"] == "commune0", "p_corrected"].iat[0] > THRESHOLDS["significance"]


def test_probabilities_are_corrected_as_holm_says():
    rng = np.random.default_rng(14)
    judged = _judged([_province("w", _beta(0.1, 0.05, rng), rng, {"commune": (6, 0.6)})]).sort_values("p_value")
    raw, count = judged["p_value"].to_numpy(), len(judged)
    by_hand, highest = [], 0.0
    for place, probability in enumerate(raw):
        highest = max(highest, min(1.0, (count - place) * probability))
        by_hand.append(highest)
    looked_at = (judged["multiple"] >= THRESHOLDS["peer_multiple"]).to_numpy()
    assert looked_at.any() and not looked_at.all()
    assert judged["p_corrected"].to_numpy() == pytest.approx(np.where(looked_at, by_hand, 1.0))
