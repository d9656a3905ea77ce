"""The table [inspection] of audit.toml: what is left out, and what makes no sense."""

import tomllib
from pathlib import Path

import pytest

from flows.common.errors import SetupError
from flows.common.inspection import own_inspection, read_inspection
from flows.common.settings import load_settings

PATH = Path("audit.toml")


def read(text: str):
    return read_inspection(tomllib.loads(text), PATH)


def test_what_a_file_lacks_is_the_projects_own():
    assert read("") == own_inspection()
    found = read("[inspection]\nlot_seed = 7\n[inspection.risks]\nlate = { weight = 0, full = 0.5 }")
    assert found.numbers == own_inspection().numbers | {"lot_seed": 7.0}
    assert found.risks == own_inspection().risks | {"late": (0.0, 0.5)}


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("tolerable_rate = 0", "tolerable_rate"),
        ("tolerable_rate = 1", "tolerable_rate"),
        ("confidence = 1.0", "confidence"),
        ("risk_unknown_share = 1.01", "risk_unknown_share"),
        ("risk_unknown_share = -0.01", "risk_unknown_share"),
        ("expected_deviations = 0.5", "expected_deviations"),
        ("expected_deviations = -1", "expected_deviations"),
        ("lot_least_points = 0", "lot_least_points"),
        ("lot_seed = true", "lot_seed"),
        ("lot_seed = 'x'", "lot_seed"),
        ("trigger_days = 0", "trigger_days"),
        ("sample = 3", "sample"),
        ("risks = 3", "risks"),
        ("risks.late = 3", "late"),
        ("risks.late = { weight = 1 }", "late"),
        ("risks.late = { weight = -1, full = 1 }", "late"),
        ("risks.late = { weight = 1, full = 0 }", "late"),
        ("risks.weather = { weight = 1, full = 1 }", "weather"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(line: str, named: str):
    with pytest.raises(SetupError, match=rf"audit.toml: {named} in \[inspection\]"):
        read(f"[inspection]\n{line}")


@pytest.mark.parametrize("line", ["risk_unknown_share = 0", "risk_unknown_share = 1", "communes_by_lot = 0"])
def test_the_last_good_values_stand(line: str):
    name, value = line.split(" = ")
    assert read(f"[inspection]\n{line}").numbers[name] == float(value)


def test_no_risk_at_all_is_refused():
    lines = "\n".join(f"{name} = {{ weight = 0, full = 1 }}" for name in own_inspection().risks)
    with pytest.raises(SetupError, match="risks"):
        read(f"[inspection.risks]\n{lines}")


def test_a_run_keeps_them_in_its_record(tmp_path: Path):
    kept = load_settings(marts=tmp_path / "marts").parameters["inspection"]
    assert kept["lot_seed"] == own_inspection().numbers["lot_seed"]
    assert kept["risks"]["late"] == dict(zip(("weight", "full"), own_inspection().risks["late"], strict=True))
