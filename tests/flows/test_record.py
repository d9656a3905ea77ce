"""The record of a run: its fingerprint changes with everything that the figures depend on, and with nothing else."""

import json
import os
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from flows.common.zones import HERE
from flows.ledger import record as recording
from flows.ledger.record import RunRecord
from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row


@pytest.fixture
def using(tmp_path):
    """Settings whose reference lists and layouts are copies, and one extract with an origin card."""
    using = sheets.settings(tmp_path)
    for name in ("reference", "layouts"):
        shutil.copytree(getattr(using, name), tmp_path / name)
    sheets.write(using.raw / "a.csv", [HEADINGS, case_row(1)])
    _card(using, sender="608")
    return replace(using, reference=tmp_path / "reference", layouts=tmp_path / "layouts")


def _card(using, **known) -> None:
    (using.raw / "a.csv.origin.json").write_text(json.dumps(known), encoding="utf-8")


def _record(using, previous: dict | None = None) -> RunRecord:
    paths = sorted(using.raw.glob("*.csv"))
    return RunRecord(using, [sheets.ingest(path, using) for path in paths], previous=previous)


def _append(path: Path, text: str) -> None:
    path.write_bytes(path.read_bytes() + text.encode())


def _threshold(using):
    return replace(using, thresholds=using.thresholds | {"apology_lead_days": 2})


CHANGES = {
    "a byte of a reference list": lambda using: _append(using.reference / "channels.csv", "\n"),
    "a byte of audit.toml": lambda using: _append(using.reference / "audit.toml", "\n"),
    "a reference list more": lambda using: (using.reference / "more.csv").touch(),
    "a reference list less": lambda using: (using.reference / "holidays.csv").unlink(),
    "the language, in which the workbook is": lambda using: replace(using, lang="en"),
    "a layout": lambda using: _append(using.layouts / "apology_slips.toml", "\n"),
    "what a kind may carry": lambda using: _append(using.layouts / "kinds.toml", "\n"),
    "the bytes of an extract": lambda using: _append(using.raw / "a.csv", "\n"),
    "an extract more": lambda using: sheets.write(using.raw / "b.csv", [HEADINGS, case_row(2)]),
    "the name of an extract": lambda using: (using.raw / "a.csv").rename(using.raw / "c.csv"),
    "the sender": lambda using: _card(using, sender="609"),
    "the time of extraction": lambda using: _card(using, sender="608", taken_at="2021-05-05T08:00:00"),
    "whom a list covers": lambda using: _card(using, sender="608", covers=["62"]),
    "the start of the window": lambda using: replace(using, window_from=date(2020, 6, 2)),
    "the end of the window": lambda using: replace(using, window_to=date(2021, 4, 29)),
    "the convention": lambda using: replace(using, grain="clock"),
    "a threshold": _threshold,
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_fingerprint_changes_with(using, what):
    before = _record(using)
    changed = CHANGES[what](using)
    after = _record(changed if isinstance(changed, type(using)) else using, previous=before)
    assert after["fingerprint"] != before["fingerprint"]
    assert not after.is_unchanged


def test_the_fingerprint_changes_with_the_code(using, monkeypatch):
    before = _record(using)
    monkeypatch.setattr(recording, "code_version", lambda: "0.1.0+000000000000")
    assert _record(using)["fingerprint"] != before["fingerprint"]


def _later(using, monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2031, 1, 1, tzinfo=tz)

    monkeypatch.setattr(recording, "datetime", Clock)


NO_CHANGES = {
    "the time": _later,
    "when a file was copied": lambda using, _: os.utime(using.raw / "a.csv", (0, 0)),
    "whether a file was read or found": lambda using, _: shutil.rmtree(using.landed),
    "the number of runs kept": lambda using, _: replace(using, keep_runs=1),
    "the place of the marts": lambda using, _: replace(using, marts=using.marts / "elsewhere"),
}


@pytest.mark.parametrize("what", NO_CHANGES)
def test_the_fingerprint_stays_whatever(using, monkeypatch, what):
    before = _record(using)
    changed = NO_CHANGES[what](using, monkeypatch)
    after = _record(changed if isinstance(changed, type(using)) else using, previous=before)
    assert after["fingerprint"] == before["fingerprint"]
    assert after.is_unchanged
    assert after["run_id"] != before["run_id"]


def test_a_first_run_is_never_unchanged(using):
    assert not _record(using).is_unchanged


def test_the_record_says_what_went_in(using):
    record = _record(using)
    (file,) = record["files"]
    assert (file["file_name"], file["bytes"]) == ("a.csv", (using.raw / "a.csv").stat().st_size)
    assert (file["sheets_read"], file["rows_read"], file["refused"]) == (1, 1, 0)
    assert file["sha256"] == recording.file_sha256(using.raw / "a.csv")
    assert record["parameters"]["thresholds"] == using.thresholds
    assert "units.csv" in record["reference"] and "audit.toml" in record["reference"]
    assert datetime.fromisoformat(record["started_at"]).utcoffset() == datetime.now(HERE).utcoffset()
    json.dumps(record)


def test_the_order_of_files_does_not_matter(using):
    sheets.write(using.raw / "b.csv", [HEADINGS, case_row(2)])
    outcomes = [sheets.ingest(path, using) for path in using.raw.glob("*.csv")]
    assert RunRecord(using, outcomes)["fingerprint"] == RunRecord(using, outcomes[::-1])["fingerprint"]
