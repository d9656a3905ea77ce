"""The parameters of a run: from audit.toml, in its place from the caller, and what is said when they make no sense."""

import copy
import json
import os
import pickle
from datetime import date
from pathlib import Path

import pytest

from flows import ROOT
from flows.common.errors import EXIT_SETUP, SetupError
from flows.common.limits import Limits
from flows.common.secret import Secret
from flows.common.settings import load_settings, personal_key
from flows.door.door import open_door
from tests.flows import sheets

AUDIT_TOML = (ROOT / "data" / "reference" / "audit.toml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def no_key(monkeypatch):
    monkeypatch.delenv("ONESTOP_KEY", raising=False)


def _load(folder: Path, old: str = "", new: str = "", **other):
    """Settings from the office's own audit.toml, one text of it replaced."""
    assert old in AUDIT_TOML
    reference = folder / "reference"
    reference.mkdir(exist_ok=True)
    (reference / "audit.toml").write_text(AUDIT_TOML.replace(old, new, 1), encoding="utf-8")
    return load_settings(reference=reference, marts=folder / "marts", **other)


def test_the_window_the_convention_and_the_thresholds_come_from_the_file(tmp_path):
    found = _load(tmp_path)
    assert (found.window_from, found.window_to, found.grain) == (date(2020, 6, 1), date(2021, 4, 30), "day")
    assert found.thresholds == sheets.settings(tmp_path).thresholds
    assert (found.keep_runs, found.cron) == (5, "0 5 * * 1-5")
    assert (found.raw, found.layouts) == (ROOT / "data" / "raw", ROOT / "data" / "layouts")
    assert found.landed == tmp_path / "landed"


def test_what_the_caller_gives_goes_before_the_file(tmp_path):
    day = date(2021, 1, 31)
    found = _load(tmp_path, window_from=day, window_to=day, grain="clock", raw=tmp_path / "r", landed=tmp_path / "l")
    assert (found.window_from, found.window_to, found.grain) == (day, day, "clock")
    assert (found.raw, found.landed) == (tmp_path / "r", tmp_path / "l")


def test_what_is_left_out_has_a_sound_value(tmp_path):
    assert _load(tmp_path, "[comparison]", "[elsewhere]").grain == "day"
    assert _load(tmp_path, "keep_runs = 5", "").keep_runs == 5
    assert _load(tmp_path, "[schedule]", "[other]").cron == "0 5 * * 1-5"
    assert _load(tmp_path, "memory_mb = 2000", "").limits.memory_mb == 2000


def test_a_threshold_that_an_older_file_lacks_keeps_its_default(tmp_path):
    assert _load(tmp_path, "apology_lead_days = 1", "").thresholds["apology_lead_days"] == 1
    assert _load(tmp_path, "apology_lead_days = 1", "apology_lead_days = 2").thresholds["apology_lead_days"] == 2
    assert _load(tmp_path, "[thresholds]", "[elsewhere]").thresholds == _load(tmp_path).thresholds


def test_the_limits_come_from_the_file(tmp_path):
    assert _load(tmp_path).limits == Limits()
    assert _load(tmp_path, "memory_mb = 2000", "memory_mb = 300").limits == Limits(memory_mb=300)


def test_targets_are_those_that_the_office_has_written(tmp_path):
    own = {"online_from": date(2021, 3, 1)}
    assert _load(tmp_path).targets == own
    assert _load(tmp_path, "[targets]", "[targets]\nonline_level_3 = 1").targets == own | {"online_level_3": 1}
    assert _load(tmp_path, "[targets]", "[other]").targets == {}
    assert _load(tmp_path).parameters["targets"] == {"online_from": "2021-03-01"}


# replaced | by | what the message must say
WRONG = [
    ("from = 2020-06-01", "from = 2021-05-01", "after it ends"),
    ('grain = "day"', 'grain = "hour"', "'hour'"),
    ("[window]", "[windows]", "'from'"),
    ("to = 2021-04-30", "", "'to'"),
    ("[window]", "[window", "cannot be read"),
    pytest.param("from = 2020-06-01", 'from = "2020-06-01"', "from"),
    pytest.param("from = 2020-06-01", "from = 2020-06-01T08:00:00", "from"),
    pytest.param("apology_lead_days = 1", 'apology_lead_days = "one"', "apology_lead_days"),
    pytest.param("keep_runs = 5", 'keep_runs = "five"', "keep_runs"),
    ("memory_mb = 2000", "memory_mb = 299", "memory_mb"),
    ("memory_mb = 2000", "memory = 2000", "memory in"),
    ("seconds_per_file = 600", "seconds_per_file = 0", "seconds_per_file"),
    ("columns = 500", 'columns = "500"', "columns"),
    ("[targets]", "[targets]\nonline_level_3 = 1.01", "online_level_3"),
    ("[targets]", "[targets]\nonline_level_4 = -0.01", "online_level_4"),
    ("[targets]", "[targets]\nonline_level_2 = 0.5", "online_level_2"),
    ("online_from = 2021-03-01", 'online_from = "March"', "online_from"),
]


@pytest.mark.parametrize(("old", "new", "says"), WRONG)
def test_what_makes_no_sense_is_told(tmp_path, old, new, says):
    with pytest.raises(SetupError) as told:
        _load(tmp_path, old, new)
    assert says in told.value.en and told.value.vi
    assert told.value.exit_code == EXIT_SETUP


def test_what_makes_no_sense_from_the_caller_is_told(tmp_path):
    with pytest.raises(SetupError, match="after it ends"):
        _load(tmp_path, window_from=date(2022, 1, 1))
    with pytest.raises(SetupError, match="'hour'"):
        _load(tmp_path, grain="hour")


def test_a_reference_folder_without_audit_toml_is_named(tmp_path):
    with pytest.raises(SetupError, match=r"audit\.toml"):
        load_settings(reference=tmp_path, marts=tmp_path / "marts")


def test_whoever_names_the_window_needs_no_audit_toml(tmp_path):
    window = date(2014, 1, 1), date(2014, 12, 31)
    found = load_settings(reference=tmp_path, marts=tmp_path / "marts", window_from=window[0], window_to=window[1])
    assert (found.window_from, found.window_to) == window
    assert found.thresholds == load_settings(marts=tmp_path / "marts").thresholds


def test_audit_toml_in_another_encoding_is_named(tmp_path):
    (tmp_path / "audit.toml").write_bytes(AUDIT_TOML.encode("utf-16"))
    with pytest.raises(SetupError, match=r"audit\.toml"):
        load_settings(reference=tmp_path, marts=tmp_path / "marts")


def test_audit_toml_as_windows_saves_it(tmp_path):
    (tmp_path / "audit.toml").write_bytes(b"\xef\xbb\xbf" + AUDIT_TOML.replace("\n", "\r\n").encode())
    assert load_settings(reference=tmp_path, marts=tmp_path / "marts").grain == "day"


def test_the_key_is_made_once_and_kept_for_its_owner_only(tmp_path):
    first = personal_key(tmp_path / "new")
    assert len(first) == 32 and personal_key(tmp_path / "new") == first
    assert personal_key(tmp_path / "elsewhere") != first
    if os.name == "posix":
        assert (tmp_path / "new" / ".onestop-key").stat().st_mode & 0o077 == 0


def test_the_key_of_the_environment_goes_before_the_file_and_leaves_none(tmp_path, monkeypatch):
    monkeypatch.setenv("ONESTOP_KEY", "một câu bí mật")
    first = personal_key(tmp_path)
    assert len(first) == 32 and not list(tmp_path.iterdir())
    assert personal_key(tmp_path / "elsewhere") == first
    monkeypatch.setenv("ONESTOP_KEY", "một câu khác")
    assert personal_key(tmp_path) != first


def test_a_damaged_key_file_is_named(tmp_path):
    (tmp_path / ".onestop-key").write_text("zz")
    with pytest.raises(SetupError, match=r"\.onestop-key"):
        personal_key(tmp_path)


def test_the_key_is_never_shown(tmp_path):
    found = _load(tmp_path)
    key = found.personal_key.reveal()
    assert len(key) == 32
    template = "{0} {0!r} {0.personal_key} {0.personal_key!r} {0.personal_key:>80} {0.personal_key._Secret__reveal}"
    told = (
        template.format(found) + f"{vars(found)} {open_door(tmp_path, key)} {found.parameters} %s" % found.personal_key
    )
    assert not [shape for shape in (key.hex(), repr(key), repr(list(key))) if shape in told]
    assert "***" in told
    for store in (pickle.dumps, copy.deepcopy, lambda one: json.dumps(one.__reduce__())):
        with pytest.raises(TypeError, match="not stored"):
            store(found.personal_key)
    assert found.personal_key == Secret(key) != Secret(b"another") and not Secret(b"")
