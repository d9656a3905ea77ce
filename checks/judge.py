"""Judges: Great Expectations counts, the findings are listed beside it from the same declaration, and the two must
agree. A check that crashed is an error of the run, never a finding.
"""

import json
from pathlib import Path

import duckdb

from checks import checkpoint
from checks.checkpoint import Verdict
from checks.rules import (
    Judged,
    Rule,
    case_verdicts_query,
    findings_query,
    inputs_query,
    load_rules,
    population_query,
    violation,
)
from checks.suites import fill_table
from flows.common.errors import ChecksBroken

_DECLARED = (
    *("rule_id", "kind", "says_vi", "says_en", "legal_basis", "certainty", "suite", "problem", "about"),
    *("innocent_vi", "innocent_en", "ask_vi", "ask_en"),
)


def warm_up() -> None:
    """Imports Great Expectations."""
    import great_expectations  # noqa: F401


def prepare(connection: duckdb.DuckDBPyConnection, suites: tuple[str, ...]) -> None:
    """Gives every rule of the suites a view of its population."""
    for rule in load_rules():
        if rule.suite in suites:
            query = population_query(rule).sql(dialect="duckdb")
            connection.execute(f"create or replace view {rule.view} as {query}")


def lay_out(connection: duckdb.DuckDBPyConnection, suites: tuple[str, ...]) -> None:
    """Fills the one table per suite that Great Expectations looks at. Raises ChecksBroken where a rule cannot look."""
    for suite, rules in _by_suite(suites).items():
        fill_table(connection, suite, rules)


def _by_suite(suites: tuple[str, ...]) -> dict[str, list[Rule]]:
    return {suite: [rule for rule in load_rules() if rule.suite == suite] for suite in suites}


def judge(warehouse: Path, suites: tuple[str, ...], thresholds: dict[str, float]) -> Verdict:
    """What Great Expectations says of each rule of suites that are laid out, in a warehouse that nobody has open.

    Raises ChecksBroken when a check could not run, or met an empty value where it must not.
    """
    return checkpoint.run(warehouse, _by_suite(suites), thresholds)


def keep(connection: duckdb.DuckDBPyConnection, validations: dict[str, dict]) -> None:
    """Keeps the validation results in the warehouse as `check_validations` until they are published."""
    connection.execute("create or replace table check_validations (suite varchar, result varchar)")
    connection.executemany(
        "insert into check_validations values (?, ?)",
        [[suite, json.dumps(result, ensure_ascii=False, sort_keys=True)] for suite, result in validations.items()],
    )


def list_findings(connection: duckdb.DuckDBPyConnection, judged: list[Judged], thresholds: dict[str, float]) -> None:
    """Fills what `sql/verdicts/` makes `rules`, `findings`, `rule_results` and `case_verdicts` of."""
    rules = [rule for rule in load_rules() if rule.kind != "invariant"]
    union = " union all ".join(findings_query(rule, thresholds).sql(dialect="duckdb") for rule in rules)
    connection.execute(f"create or replace table listed_findings as {union}")
    populations = " union all ".join(
        f"select '{rule.rule_id}' as rule_id, unit_code, count(*) as applicable from {rule.view} group by unit_code"
        for rule in rules
    )
    connection.execute(f"create or replace table rule_populations as {populations}")
    needs = " union all ".join(inputs_query(rule).sql(dialect="duckdb") for rule in rules)
    connection.execute(f"create or replace table rule_inputs as {needs}")
    _note_case_verdicts(connection, [rule for rule in rules if rule.about == "case"], thresholds)
    connection.execute("create or replace table check_counts (rule_id varchar, judged bigint, unexpected bigint)")
    connection.executemany(
        "insert into check_counts values (?, ?, ?)", [[j.rule_id, j.judged, j.unexpected] for j in judged]
    )
    connection.execute(f"create or replace table declared_rules ({', '.join(f'{name} varchar' for name in _DECLARED)})")
    connection.executemany(
        f"insert into declared_rules values ({', '.join('?' * len(_DECLARED))})",
        [[getattr(rule, name) for name in _DECLARED] for rule in rules],
    )


def _note_case_verdicts(connection: duckdb.DuckDBPyConnection, rules: list[Rule], thresholds: dict[str, float]) -> None:
    """Joins what the rules of each judged table say of a case into `rule_case_verdicts`, one row per case."""
    tables = sorted({rule.table for rule in rules})
    for table in tables:
        query = case_verdicts_query(table, [rule for rule in rules if rule.table == table], thresholds)
        connection.execute(f"create or replace temp view verdicts_of_{table} as {query.sql(dialect='duckdb')}")
    views = [f"verdicts_of_{table}" for table in tables]
    met, not_met = (", ".join(f"{view}.{name}" for view in views) for name in ("rules_met", "rules_not_met"))
    joined = " full join ".join([views[0], *(f"{view} using (case_id)" for view in views[1:])])
    connection.execute(
        "create or replace table rule_case_verdicts as select case_id, "
        f"concat_ws(' ', {met}) as rules_met, concat_ws(' ', {not_met}) as rules_not_met from {joined}"
    )


def require(judged: list[Judged], connection: duckdb.DuckDBPyConnection, thresholds: dict[str, float]) -> None:
    """Raises ChecksBroken when an invariant of what we computed does not hold."""
    for rule in (rule for rule in load_rules() if rule.kind == "invariant"):
        count = next(j.unexpected for j in judged if j.rule_id == rule.rule_id)
        if not count:
            continue
        broken = connection.execute(
            f"select identity, thing, left_count, right_count from {rule.view} where "
            f"{violation(rule, thresholds).sql(dialect='duckdb')} limit 3"
        ).fetchall()
        raise ChecksBroken(
            f"Kết quả tự mâu thuẫn ({rule.rule_id}: {rule.says_vi}) {broken}. Không có kết quả nào được công bố.",
            f"The results contradict themselves ({rule.rule_id}: {rule.says_en}) {broken}. Nothing is published.",
        )
