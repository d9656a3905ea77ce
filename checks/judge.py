"""Judges: Great Expectations counts, the findings are listed beside it from the same declaration, and the two must
agree. A check that crashed is an error of the run, never a finding.
"""

import logging
import os
import warnings
from pathlib import Path

import duckdb

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
from flows.errors import ChecksBroken

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
_DECLARED = (
    *("rule_id", "kind", "says_vi", "says_en", "legal_basis", "certainty", "suite", "problem", "about"),
    *("innocent_vi", "innocent_en", "ask_vi", "ask_en"),
)


def warm_up() -> None:
    """Imports Great Expectations."""
    import great_expectations  # noqa: F401


def prepare(connection: duckdb.DuckDBPyConnection, suites: tuple[str, ...]) -> None:
    """Gives every rule of the suites a view of its population, which is what Great Expectations looks at."""
    for rule in load_rules():
        if rule.suite in suites:
            query = population_query(rule).sql(dialect="duckdb")
            connection.execute(f"create or replace view {rule.view} as {query}")


def judge(warehouse: Path, suites: tuple[str, ...], thresholds: dict[str, float]) -> list[Judged]:
    """What Great Expectations says of each rule of the suites, in a warehouse that nobody has open.

    Raises ChecksBroken when a check could not run, or met an empty value where it must not: an expectation passes
    over those in silence.
    """
    import great_expectations as gx

    from checks import dialect

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="great_expectations")
    warnings.filterwarnings("ignore", module="duckdb_engine")
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_sql("warehouse", connection_string=dialect.url_of(warehouse))
    judged = []
    try:
        for suite in suites:
            for rule in (rule for rule in load_rules() if rule.suite == suite):
                batch = source.add_table_asset(rule.rule_id, table_name=rule.view).add_batch_definition_whole_table(
                    "all"
                )
                try:
                    result = batch.get_batch().validate(expectation(rule, thresholds))
                except Exception as crash:
                    raise _crashed(rule, type(crash).__name__) from crash
                judged.append(_read(rule, result))
    finally:
        for engine in (source.get_engine(), source.get_execution_engine().engine):
            engine.dispose()  # an open connection would keep the warehouse from being written to
    return judged


def expectation(rule: Rule, thresholds: dict[str, float]):
    """The rule as an expectation on the column `measure` of its view."""
    import great_expectations.expectations as gxe

    bounds = rule.bounds(thresholds)
    meta = {"rule_id": rule.rule_id, "says": rule.says_en, "legal_basis": rule.legal_basis}
    if "in" in bounds:
        return gxe.ExpectColumnValuesToBeInSet(column="measure", value_set=bounds["in"], meta=meta)
    return gxe.ExpectColumnValuesToBeBetween(
        column="measure",
        min_value=bounds.get("min", bounds.get("above")),
        strict_min="above" in bounds,
        max_value=bounds.get("max", bounds.get("below")),
        strict_max="below" in bounds,
        meta=meta,
    )


def _read(rule: Rule, result) -> Judged:
    crashed = (result.exception_info or {}).get("raised_exception") or any(
        isinstance(info, dict) and info.get("raised_exception") for info in (result.exception_info or {}).values()
    )
    if crashed or "element_count" not in result.result:
        raise _crashed(rule, _why(result))
    if missing := result.result["missing_count"] or 0:
        raise ChecksBroken(
            f"Quy tắc {rule.rule_id} gặp {missing} giá trị trống không được phép; không có kết quả nào được công bố.",
            f"Rule {rule.rule_id} met {missing} empty values of {rule.measure}; nothing is published.",
        )
    return Judged(
        rule.rule_id,
        int(result.result["element_count"]),
        int(result.result["unexpected_count"] or 0),
    )


def _crashed(rule: Rule, why: str) -> ChecksBroken:
    return ChecksBroken(
        f"Quy tắc {rule.rule_id} không chạy được; không có kết quả nào được công bố.",
        f"Rule {rule.rule_id} could not run; nothing is published. {why}",
    )


def _why(result) -> str:
    infos = [result.exception_info, *(result.exception_info or {}).values()]
    messages = [info.get("exception_message") for info in infos if isinstance(info, dict)]
    return next((str(message).splitlines()[0] for message in messages if message), "")


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
