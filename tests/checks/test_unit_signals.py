"""The rules that hold a unit against its peers: D1, D1T, D2, D2P, D5, D7, E1I. The four situations of each, and what
the published signals say beside the findings.
"""

import duckdb
import pytest

from tests.casebook import THRESHOLDS, rows_of
from tests.checks.unit_rules import EXAMPLES, audited, verdict


@pytest.fixture(scope="module")
def audit(tmp_path_factory) -> duckdb.DuckDBPyConnection:
    with audited(tmp_path_factory.mktemp("signals") / "book") as connection:
        yield connection


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_verdict(audit, example) -> None:
    assert verdict(audit, example) == example.verdict


def test_no_other_unit_has_a_signal(audit) -> None:
    shown = {(example.rule_id, example.unit) for example in EXAMPLES if example.verdict == "finding"}
    found = audit.execute("select rule_id, unit_code from unit_signals where is_signal").fetchall()
    assert set(found) == shown


def test_cases_to_pull_show_the_signal_and_are_no_more_than_asked_for(audit) -> None:
    pulled = rows_of(
        audit,
        "select signals.rule_id, count(*) as cases, any_value(counted.cases_showing) as showing,"
        " any_value(counted.cases_compared) as compared from signal_cases as signals"
        " inner join unit_signals as counted using (rule_id, unit_code) where is_signal group by all",
    )
    assert {row["rule_id"] for row in pulled} == {"D1", "D1T", "D2", "D2P", "D5", "D7"}
    for row in pulled:
        most = THRESHOLDS["signal_cases_most"]
        least = min(row["showing"], most)  # D1T counts a minute once a day, and pulls every case ended in it
        assert least <= row["cases"] <= (most if row["rule_id"] == "D1T" else least), row


def test_shares_add_up(audit) -> None:
    for row in rows_of(audit, "select * from unit_signals"):
        assert row["cases_showing"] <= row["cases_compared"], row
        if row["not_assessed"] is None:
            assert row["share"] == pytest.approx(row["cases_showing"] / row["cases_compared"])
            assert row["multiple"] == pytest.approx(row["share"] / row["expected_share"], rel=1e-3)
            assert row["p_value"] <= row["p_corrected"] <= 1
        else:
            assert (row["is_signal"], row["p_value"]) == (None, None)
