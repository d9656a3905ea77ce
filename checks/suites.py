"""The declared rules as named suites of Great Expectations: an expectation per rule, on the rows that `checked_<suite>`
holds of it.
"""

from typing import TYPE_CHECKING

import duckdb

from checks.rules import Rule
from flows.common.errors import ChecksBroken

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.expectation import Expectation

SAYS = {
    "arrived": ("Dữ liệu nhận được", "The data received"),
    "law": ("Việc chấp hành quy định", "The keeping of the law"),
    "computed": ("Số liệu do chương trình tính", "Our own figures"),
}
# Who must act, as severity: a unit, or we because the figures contradict themselves; an inspector; the sender.
SEVERITY = {"violation": "critical", "invariant": "critical", "suspicion": "warning", "defect": "info"}
_TYPES = {"number": "double", "flag": "boolean", "word": "varchar"}


def column_of(rule: Rule) -> str:
    """The column of its suite's table in which the measure of a rule stands, by what the measure should be."""
    allowed = rule.should.get("in", [0])
    return "flag" if isinstance(allowed[0], bool) else "word" if isinstance(allowed[0], str) else "number"


def fill_table(connection: duckdb.DuckDBPyConnection, suite: str, rules: list[Rule]) -> None:
    """Fills `checked_<suite>` with one row per thing that a rule judges: rule_id, and the measure as a number, flag or
    word.

    Great Expectations gets one table per suite, so that a suite is one suite to it, and no other column: what it does
    not see it cannot write down. Raises ChecksBroken where the measure of a rule cannot be read as what it should be.
    """
    columns = ", ".join(f'"{name}" {sql_type}' for name, sql_type in _TYPES.items())
    connection.execute(f"create or replace table checked_{suite} (rule_id varchar, {columns})")
    for rule in rules:
        column = column_of(rule)
        try:
            connection.execute(
                f"insert into checked_{suite} by name select '{rule.rule_id}' as rule_id, "
                f'cast(measure as {_TYPES[column]}) as "{column}" from {rule.view}'
            )
        except duckdb.Error as crash:
            raise crashed(rule.rule_id, type(crash).__name__) from crash


def suite_of(name: str, rules: list[Rule], thresholds: dict[str, float]) -> "ExpectationSuite":
    """The suite of that name."""
    from great_expectations import ExpectationSuite

    expectations = [expectation(rule, thresholds) for rule in rules]
    says_vi, says_en = SAYS[name]
    return ExpectationSuite(name=name, expectations=expectations, meta={"says_vi": says_vi, "says_en": says_en})


def expectation(rule: Rule, thresholds: dict[str, float]) -> "Expectation":
    """The rule as an expectation on the table of its suite, where that speaks of the rule."""
    import great_expectations.expectations as gxe
    from great_expectations.expectations.row_conditions import Column

    bounds = rule.bounds(thresholds)
    said = {
        "column": column_of(rule),
        "row_condition": Column("rule_id") == rule.rule_id,
        "description": rule.says_vi,
        "notes": rule.says_en,
        "severity": SEVERITY[rule.kind],
        "meta": {name: getattr(rule, name) for name in ("rule_id", "kind", "certainty", "measure", "legal_basis")},
    }
    if "in" in bounds:
        return gxe.ExpectColumnValuesToBeInSet(value_set=bounds["in"], **said)
    return gxe.ExpectColumnValuesToBeBetween(
        min_value=bounds.get("min", bounds.get("above")),
        strict_min="above" in bounds,
        max_value=bounds.get("max", bounds.get("below")),
        strict_max="below" in bounds,
        **said,
    )


def crashed(what: str, why: str) -> ChecksBroken:
    """The error of a check that could not run. `why` is a kind of trouble, never its words: they may hold a value."""
    return ChecksBroken(
        f"Quy tắc {what} không chạy được ({why}); không có kết quả nào được công bố.",
        f"Rule {what} could not run ({why}); nothing is published.",
    )
