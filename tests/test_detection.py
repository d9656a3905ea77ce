"""What the audit finds in the sample against what the simulator planted: nothing missed, nothing invented."""

import csv
from pathlib import Path

import pytest

from checks.rules import load_rules
from flows import ROOT
from tests.casebook import rows_of
from tests.simulator.labels import NOT_PLANTED

LABELS = Path(ROOT / "tests" / "simulator" / "labels.csv")
RULES = [rule for rule in load_rules() if rule.kind != "invariant"]
RECONCILED = "select unit_code, case_id from case_reconciliation where system_a = 'one_stop' and system_b = "
LATENESS = ("hidden_by_sync", "late_handover", "late_in_truth", "late_sync", "still_open", "waiting", "wrong_sync")
# What no rule judges and a mart tells: kind of label -> unit and name of everything that the mart calls so.
TOLD = {f"portal.{kind}": f"{RECONCILED} 'national_portal' and lateness = '{kind}'" for kind in LATENESS}
TOLD |= {f"portal.{kind}": f"{RECONCILED} 'national_portal' and presence = '{kind}'" for kind in ("only_a", "only_b")}
TOLD["register.only_a"] = f"{RECONCILED} 'paper_register' and presence = 'only_a'"
PETITIONS = "select unit_code, petition_id from petitions where is_in_scope and outcome = "
TOLD |= {f"petitions.{kind}": f"{PETITIONS} '{kind}'" for kind in ("answered_late", "pending_overdue")}
DIFFERENCES = ("total", "completed", "pending", "balance", "late")
OFF = " or ".join(f"{name}_difference <> 0" for name in DIFFERENCES)
TOLD["form_06.line"] = f"select unit_code, item from reported_form_06 where line_kind = 'line' and ({OFF})"
TOLD["form_06.total"] = "select unit_code, '' from reported_form_06 where cells_off_sum <> 0"


def _thing(rule, row: dict) -> tuple:
    """What a label and a finding have in common: the case; or the unit and what else the finding names, a label in the
    place of a case; or the unit and the procedure's stem or whole local code.
    """
    if rule.rule_id == "A1C":  # a case without a code has no name that a label could know
        return (row["unit_code"],)
    if rule.table.startswith("judged_case"):
        return (row["case_id"].partition("#")[0],)
    if rule.about == "slip":
        return (row["case_id"] or row["thing"],)
    if rule.thing:
        return row["unit_code"], row.get("thing") or row["case_id"]
    code = row["procedure_code"] or ""
    return row["unit_code"], code[:8] if code[1:2] == "." else code.upper()


@pytest.fixture(scope="module")
def planted() -> dict[str, list[dict]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = [*(rule.rule_id for rule in RULES), *TOLD]
    return {kind: [row for row in rows if row["rule_id"] == kind] for kind in kinds}


@pytest.fixture(scope="module")
def found(sample) -> dict[str, list[dict]]:
    rows = rows_of(sample, "select rule_id, unit_code, case_id, procedure_code, thing from findings")
    return {rule.rule_id: [row for row in rows if row["rule_id"] == rule.rule_id] for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_finds_what_was_planted_and_nothing_else(rule, planted, found) -> None:
    labels = {_thing(rule, row) for row in planted[rule.rule_id]}
    _compare(rule.rule_id, labels, {_thing(rule, row) for row in found[rule.rule_id]})


@pytest.mark.parametrize("kind", TOLD)
def test_tells_what_was_planted_and_nothing_else(kind, planted, sample) -> None:
    labels = {(row["unit_code"], row["case_id"]) for row in planted[kind]}
    _compare(kind, labels, set(sample.execute(TOLD[kind]).fetchall()))


def _compare(kind: str, labels: set[tuple], findings: set[tuple]) -> None:
    missed, extra = labels - findings, findings - labels
    print(f"\n{kind}  planted {len(labels):5}  found {len(labels & findings):5}", end="")
    print(f"  missed {len(missed):3}  extra {len(extra):3}")
    assert bool(labels) == (kind not in NOT_PLANTED), f"the sample holds nothing for {kind}"
    assert (sorted(missed)[:5], sorted(extra)[:5]) == ([], [])


def test_labels_name_what_is_declared_only() -> None:
    with LABELS.open(encoding="utf-8", newline="") as file:
        named = {*(rule.rule_id for rule in RULES), *TOLD} - set(NOT_PLANTED)
        assert {row["rule_id"] for row in csv.DictReader(file)} == named


def test_findings_stand_with_the_unit_of_their_label(planted, found) -> None:
    """A case's finding is the unit's that the label names; only a reused code may stand with two units."""
    wrong = []
    for rule in (rule for rule in RULES if rule.table.startswith("judged_case")):
        units: dict[str, set[str]] = {}
        for row in planted[rule.rule_id]:
            units.setdefault(_thing(rule, row)[0], set()).add(row["unit_code"])
        for row in found[rule.rule_id]:
            if row["unit_code"] not in units.get(_thing(rule, row)[0], {row["unit_code"]}):
                wrong.append((rule.rule_id, row["case_id"], row["unit_code"]))
    assert wrong == []
