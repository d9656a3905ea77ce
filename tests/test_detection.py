"""What the audit finds in the sample against what the simulator planted: nothing missed, nothing invented."""

import csv
from pathlib import Path

import pytest

from checks.rules import load_rules
from flows import ROOT
from tests.casebook import rows_of

LABELS = Path(ROOT / "tests" / "simulator" / "labels.csv")
RULES = [rule for rule in load_rules() if rule.kind != "invariant"]


def _thing(rule, row: dict) -> tuple:
    """What a label and a finding have in common: the case, or the unit and the procedure's stem or whole local code."""
    if rule.table == "judged_cases":
        return (row["case_id"].partition("#")[0],)
    code = row["procedure_code"]
    return row["unit_code"], code[:8] if code[1:2] == "." else code.upper()


@pytest.fixture(scope="module")
def planted() -> dict[str, list[dict]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {rule.rule_id: [row for row in rows if row["rule_id"] == rule.rule_id] for rule in RULES}


@pytest.fixture(scope="module")
def found(sample) -> dict[str, list[dict]]:
    rows = rows_of(sample, "select rule_id, unit_code, case_id, procedure_code from findings")
    return {rule.rule_id: [row for row in rows if row["rule_id"] == rule.rule_id] for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_finds_what_was_planted_and_nothing_else(rule, planted, found) -> None:
    labels = {_thing(rule, row) for row in planted[rule.rule_id]}
    findings = {_thing(rule, row) for row in found[rule.rule_id]}
    missed, extra = labels - findings, findings - labels
    print(f"\n{rule.rule_id}  planted {len(labels):5}  found {len(labels & findings):5}", end="")
    print(f"  missed {len(missed):3}  extra {len(extra):3}")
    assert labels, f"the sample holds nothing for {rule.rule_id}"
    assert (sorted(missed)[:5], sorted(extra)[:5]) == ([], [])


def test_labels_name_declared_rules_only() -> None:
    with LABELS.open(encoding="utf-8", newline="") as file:
        assert {row["rule_id"] for row in csv.DictReader(file)} == {rule.rule_id for rule in RULES}


def test_findings_stand_with_the_unit_of_their_label(planted, found) -> None:
    """A case's finding is the unit's that the label names; only a reused code may stand with two units."""
    wrong = []
    for rule in (rule for rule in RULES if rule.table == "judged_cases"):
        units: dict[str, set[str]] = {}
        for row in planted[rule.rule_id]:
            units.setdefault(_thing(rule, row)[0], set()).add(row["unit_code"])
        for row in found[rule.rule_id]:
            if row["unit_code"] not in units.get(_thing(rule, row)[0], {row["unit_code"]}):
                wrong.append((rule.rule_id, row["case_id"], row["unit_code"]))
    assert wrong == []
