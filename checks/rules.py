"""The rules as declared, and what follows from a declaration: its population, its violations, its findings."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

DECLARED = Path(__file__).with_name("declared")  # one file per family of rules; its README explains the fields
SUITES = ("arrived", "law", "computed")
# What the findings of a judged table are about, by the beginning of its name; of all others: the unit.
ABOUT = {"judged_case": "case", "judged_slip": "slip", "unit_procedures": "procedure"}
KINDS = ("violation", "suspicion", "defect", "invariant")


@dataclass(frozen=True)
class Rule:
    """One rule of `declared/`; the fields are explained in its README."""

    rule_id: str
    suite: str
    kind: str
    says_vi: str
    says_en: str
    table: str
    population: str
    measure: str
    should: dict[str, Any]
    legal_basis: str = ""
    certainty: str = "D"
    problem: str | None = None
    needs: tuple[str, ...] = ()
    observed: str = ""
    expected: str = ""
    thing: str = ""
    calculation: str = ""
    innocent_vi: str = ""
    innocent_en: str = ""
    ask_vi: str = ""
    ask_en: str = ""

    @property
    def view(self) -> str:
        return f"judged_{self.rule_id.lower()}"

    @property
    def about(self) -> str:
        """What one of its findings is about: case, slip, procedure or unit."""
        return next((what for name, what in ABOUT.items() if self.table.startswith(name)), "unit")

    @property
    def names_case(self) -> bool:
        """Whether its findings name a case: those about a slip do where there is one."""
        return self.about in ("case", "slip")

    def bounds(self, thresholds: dict[str, float]) -> dict[str, Any]:
        """`should` with the office's numbers in place of their names."""
        return {
            key: thresholds[value["threshold"]] if isinstance(value, dict) else value
            for key, value in self.should.items()
        }


@dataclass
class Judged:
    """What Great Expectations said of a rule: how many things it judged, how many were unexpected."""

    rule_id: str
    judged: int
    unexpected: int


@cache
def load_rules() -> tuple[Rule, ...]:
    """All rules, family by family, in the order of their declaration. ValueError where two have one id."""
    families = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(DECLARED.glob("*.toml"))]
    declared = {rule_id: table for family in families for rule_id, table in family.items()}
    if len(declared) < sum(map(len, families)):
        raise ValueError("a rule id is declared twice")
    return tuple(
        Rule(rule_id=rule_id, **{**table, "needs": tuple(table.get("needs", ()))})
        for rule_id, table in declared.items()
    )


def population_query(rule: Rule) -> exp.Select:
    """The rows that a rule speaks of, in the units for which it is assessable, with its measure."""
    query = exp.select("judged.*", exp.column(rule.measure, "judged").as_("measure")).from_(
        exp.to_table(rule.table).as_("judged")
    )
    if rule.kind != "invariant":
        inputs = "judged.unit_code = inputs.unit_code"
        query = query.join(exp.to_table("stg_unit_inputs").as_("inputs"), on=inputs)
    for need in rule.needs:
        query = query.where(exp.column(need, "inputs"))
    return query.where(sqlglot.condition(rule.population, dialect="duckdb"))


def inputs_query(rule: Rule) -> exp.Select:
    """One row per unit: rule_id, unit_code, is_assessable, missing_input (the first need that was not delivered)."""
    missing = exp.Case()
    for need in rule.needs:
        missing = missing.when(exp.not_(exp.column(need)), exp.Literal.string(need))
    return exp.select(
        exp.Literal.string(rule.rule_id).as_("rule_id"),
        "unit_code",
        exp.and_(*(exp.column(need) for need in rule.needs)).as_("is_assessable"),
        missing.as_("missing_input"),
    ).from_("stg_unit_inputs")


def violation(rule: Rule, thresholds: dict[str, float], measured: str = "measure") -> exp.Condition:
    """What makes a row of the population a finding: the measure, in column `measured`, is outside of its bounds."""
    measure = exp.column(measured)
    outside: list[exp.Expression] = []
    for key, bound in rule.bounds(thresholds).items():
        if key == "max":
            outside.append(measure > bound)
        elif key == "min":
            outside.append(measure < bound)
        elif key == "above":
            outside.append(measure <= bound)
        elif key == "below":
            outside.append(measure >= bound)
        elif key == "in":
            outside.append(exp.not_(measure.isin(*bound)))
        else:
            raise ValueError(f"{rule.rule_id}: `should` cannot say {key!r}")
    return exp.or_(*outside)


def findings_query(rule: Rule, thresholds: dict[str, float]) -> exp.Select:
    """One row per finding of a rule: rule_id, kind, unit_code, case_id, procedure_code, thing, and in Vietnamese what
    was observed, what was expected, and the whole explanation for the inspector.
    """
    case_id = "case_id" if rule.names_case else "null"
    return (
        exp.select(
            exp.Literal.string(rule.rule_id).as_("rule_id"),
            exp.Literal.string(rule.kind).as_("kind"),
            "unit_code",
            sqlglot.parse_one(f"cast({case_id} as varchar)").as_("case_id"),
            "procedure_code",
            sqlglot.parse_one(f"cast({rule.thing or 'null'} as varchar)").as_("thing"),
            _filled_in(rule.observed).as_("observed"),
            _filled_in(rule.expected).as_("expected"),
            _filled_in(explanation(rule)).as_("explanation"),
        )
        .from_(rule.view)
        .where(violation(rule, thresholds))
    )


def case_verdicts_query(table: str, rules: list[Rule], thresholds: dict[str, float]) -> exp.Select:
    """One row per row of a table of cases of which a rule speaks: case_id, rules_met, rules_not_met (ids, in order)."""
    met, not_met = [], []
    for rule in rules:
        applies = exp.and_(*(exp.column(need, "inputs") for need in rule.needs), rule.population, dialect="duckdb")
        broken = violation(rule, thresholds, rule.measure)
        word = exp.Literal.string(rule.rule_id)
        met.append(exp.Case().when(exp.and_(applies, exp.not_(broken)), word))
        not_met.append(exp.Case().when(exp.and_(applies, broken), word))
    words = [exp.func("concat_ws", exp.Literal.string(" "), *part, dialect="duckdb") for part in (met, not_met)]
    words = [exp.func("nullif", word, exp.Literal.string(""), dialect="duckdb") for word in words]
    return (
        exp.select("judged.case_id", words[0].as_("rules_met"), words[1].as_("rules_not_met"))
        .from_(exp.to_table(table).as_("judged"))
        .join(exp.to_table("stg_unit_inputs").as_("inputs"), on="judged.unit_code = inputs.unit_code")
    )


def explanation(rule: Rule) -> str:
    """The template of what an inspector reads about one finding: found, expected, calculation, basis, what may be
    innocent about it, what to ask for.
    """
    says = {
        "Thấy": rule.observed,
        "Đáng lẽ": rule.expected,
        "Cách tính": rule.calculation,
        "Căn cứ": rule.legal_basis,
        "Có thể có lý do chính đáng": rule.innocent_vi,
        "Cần xem tại đơn vị": rule.ask_vi,
    }
    return "\n".join(f"{label}: {text}" for label, text in says.items() if text)


def _filled_in(template: str) -> exp.Expression:
    """A template with {columns} as a concatenation; an empty value shows as a dash, midnight without its hours."""
    parts: list[exp.Expression] = []
    for text, column in re.findall(r"([^{}]+)|\{(\w+)\}", template):
        if text:
            parts.append(exp.Literal.string(text))
        else:
            parts.append(sqlglot.parse_one(f"shown({column})", dialect="duckdb"))
    return exp.func("concat", *parts, dialect="duckdb")
