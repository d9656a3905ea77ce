"""The whole sample counted a second time, from the landed text, in plain Python: every unit, every column."""

from collections import Counter

import duckdb
import pandas as pd
import pytest

from tests.sql.plain_cases import Case, read_cases
from tests.sql.plain_count import count_months, count_units, with_outcomes

COLUMNS = (
    "carried_over received received_online completed completed_early completed_on_time completed_late "
    "completed_undated pending pending_in_time pending_overdue pending_undated pending_waiting withdrawn stopped "
    "late_rate overdue_rate median_days_late p90_days_late"
)


@pytest.fixture(scope="module")
def cases(landing) -> list[Case]:
    return read_cases(landing.settings, landing.outcomes)


@pytest.fixture(scope="module", params=["day", "clock"])
def counted(request, landing, cases, sample, sample_clock) -> tuple[duckdb.DuckDBPyConnection, pd.DataFrame, tuple]:
    """The warehouse of a grain, the plain outcomes, the window."""
    window = (landing.settings.window_from, landing.settings.window_to)
    warehouse = sample if request.param == "day" else sample_clock
    return warehouse, with_outcomes(cases, request.param, window), window


def test_every_unit_and_column(counted) -> None:
    warehouse, scoped, window = counted
    plain = count_units(scoped, window)
    mart = warehouse.sql("select * from unit_lateness").df().set_index("unit_code")
    assert sorted(mart.index) == sorted(plain.index)
    assert list(plain.columns) == COLUMNS.split()
    mart = mart.loc[plain.index, plain.columns].astype(float)
    plain = plain.astype(float)
    differs = ((mart - plain).abs() > 1e-9) | (mart.isna() != plain.isna())
    assert [
        f"{unit}.{column}: mart {mart.at[unit, column]}, plain {plain.at[unit, column]}"
        for unit, column in differs.stack()[lambda cell: cell].index
    ] == []


def test_received_and_completed_by_month(counted) -> None:
    warehouse, scoped, window = counted
    mart = warehouse.execute(
        "select unit_code, strftime(month_start, '%Y-%m'), received, completed from unit_month_lateness"
    ).fetchall()
    found = Counter({(unit, month, "received"): received for unit, month, received, _ in mart})
    found.update({(unit, month, "completed"): completed for unit, month, _, completed in mart})
    plain = count_months(scoped, window)
    assert {key: (found[key], plain[key]) for key in found | plain if found[key] != plain[key]} == {}


def test_the_grains_differ_on_the_sample(cases, landing) -> None:
    """Else the two recounts above would be one."""
    window = (landing.settings.window_from, landing.settings.window_to)
    late = [with_outcomes(cases, grain, window)["outcome"].eq("late").sum() for grain in ("day", "clock")]
    assert late[0] < late[1]
