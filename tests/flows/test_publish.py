"""All or nothing: a reader of `latest` finds one whole run, whatever happens to the one after it."""

import errno
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from checks import data_docs
from checks.rules import SUITES
from flows import ROOT, steps
from flows.common.errors import PublishFailed
from flows.common.settings import Settings, load_settings
from flows.ledger.record import RunRecord
from flows.publishing import belonging, publish
from flows.reading.ingest import ingest_file, raw_files
from flows.tables.layouts import load_layouts
from tests.casebook import Casebook

KEY = b"a key of the tests, 32 bytes long"
CASES = [
    {
        "case_id": f"000.00.11.H34-200603-{number:04d}",
        "procedure_code": "1.000656",
        "unit": "UBND xã Xốp, huyện Đắk Glei",
        "channel": "Trực tiếp",
        "received_at": "03/06/2020 08:00:00",
        "due_at_original": "10/06/2020 17:00:00",
        "finished_at": f"{number + 5:02d}/06/2020 09:00:00",
        "returned_at": f"{number + 5:02d}/06/2020 10:00:00",
        "status": "Đã trả kết quả",
    }
    for number in range(1, 9)
]


@dataclass
class Judged:
    """A small audit up to publishing: its extracts, and its warehouse as it stands after judging."""

    raw: Path
    warehouse: Path

    def publish(self, marts: Path, window_to: date | None = None) -> tuple[Settings, steps.Published]:
        settings = replace(load_settings(raw=self.raw, marts=marts, window_to=window_to), personal_key=KEY)
        with steps.workshop(settings) as warehouse:
            shutil.copy(self.warehouse, warehouse)
            outcomes = [ingest_file(path, settings, load_layouts(settings.layouts)) for path in raw_files(settings)]
            return settings, steps.publish_marts(warehouse, settings, RunRecord(settings, outcomes))


def audit_again(raw: Path, warehouse: Path) -> None:
    settings = replace(load_settings(raw=raw, marts=warehouse.parent / "marts"), personal_key=KEY)
    outcomes = [ingest_file(path, settings, load_layouts(settings.layouts)) for path in raw_files(settings)]
    steps.build_marts(warehouse, settings, outcomes)
    steps.judge_marts(warehouse, settings)
    steps.choose(warehouse, settings)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    folder = tmp_path_factory.mktemp("judged")
    book = Casebook(folder / "book")
    book.cases("mot.csv", CASES[:4])
    book.cases("hai.csv", CASES[4:])
    audit_again(book.raw, folder / "warehouse.duckdb")
    return Judged(book.raw, folder / "warehouse.duckdb")


def test_what_is_published_is_the_contract(judged: Judged, tmp_path: Path) -> None:
    settings, published = judged.publish(tmp_path / "marts")
    latest = settings.marts / "latest"
    names = {path.name for path in latest.iterdir()}
    assert names == {f"{table}.parquet" for table in publish.TABLES} | {
        "audit.duckdb",
        "bieu_06.xlsx",
        "findings.xlsx",
        "run.json",
        "validations",
        "data_docs",
    }
    with duckdb.connect(str(latest / "audit.duckdb"), read_only=True) as connection:
        late = connection.execute("select completed_late, completed, late_rate from unit_lateness").fetchall()
        assert late == [(3, 8, 3 / 8)]  # ended on the 11th, 12th and 13th, due on the 10th
        comment = connection.execute(
            "select comment from duckdb_columns() where table_name = 'unit_lateness' and column_name = 'late_rate'"
        ).fetchone()[0]
        assert comment
    record = json.loads((latest / "run.json").read_text(encoding="utf-8"))
    assert record["run_id"] == published.record["run_id"]
    assert record["tables"]["cases"] == 8
    assert record["files"][0]["sha256"] and record["reference"]["units.csv"] and record["layouts"]
    assert not list(settings.marts.glob(".unfinished-*"))


def test_the_same_input_gives_the_same_bytes(judged: Judged, tmp_path: Path) -> None:
    audit_again(judged.raw, tmp_path / "warehouse.duckdb")
    one, _ = judged.publish(tmp_path / "one" / "marts")
    two, _ = Judged(judged.raw, tmp_path / "warehouse.duckdb").publish(tmp_path / "two" / "marts")
    for table in publish.TABLES:
        name = f"latest/{table}.parquet"
        assert (one.marts / name).read_bytes() == (two.marts / name).read_bytes(), table


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_a_killed_run_leaves_a_readable_one(judged: Judged, tmp_path: Path) -> None:
    settings, before = judged.publish(tmp_path / "marts")
    done = subprocess.run(
        [sys.executable, "-m", "tests.flows.kill_points", *map(str, (judged.raw, settings.marts, judged.warehouse))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    points = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(points) >= 10
    previous, full_window = before.record["run_id"], settings.window_to.isoformat()
    shown = False
    for point in points:
        assert point["killed"], point
        assert point["latest"], point  # every file has the hash that its record says
        if not shown and point["latest"] != previous:
            shown = True
            assert point["point"] == "after _exchange #1", "only the exchange may put the new run in place"
        assert (point["latest"] == previous) == (point["window_to"] == full_window), point
    assert shown


@pytest.mark.parametrize("step", ["write_workbook", "write_validations", "_write_duckdb", "_show"])
def test_a_full_disk_leaves_the_previous_run(step: str, judged: Judged, tmp_path: Path, monkeypatch) -> None:
    settings, before = judged.publish(tmp_path / "marts")

    def disk_full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(publish, step, disk_full)
    with pytest.raises(PublishFailed) as trouble:
        judged.publish(tmp_path / "marts", date(2021, 4, 29))
    assert os.strerror(errno.ENOSPC) in trouble.value.en
    assert publish.last_record(settings.marts)["run_id"] == before.record["run_id"]
    assert not list(settings.marts.glob(".unfinished-*")) and not (settings.marts / "latest.new").exists()


def test_without_an_exchange_two_renames_do(judged: Judged, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    settings, _ = judged.publish(tmp_path / "marts")
    _, second = judged.publish(tmp_path / "marts", date(2021, 4, 29))
    assert publish.last_record(settings.marts)["run_id"] == second.record["run_id"]
    names = sorted(path.name for path in settings.marts.iterdir())
    assert names == [belonging.LOCK, belonging.MARK, "latest", "runs"]


def test_a_kill_between_two_renames_is_healed(judged: Judged, tmp_path: Path) -> None:
    settings, before = judged.publish(tmp_path / "marts")
    (settings.marts / "latest").rename(settings.marts / "latest.old")
    publish.heal(settings.marts)
    assert publish.last_record(settings.marts)["run_id"] == before.record["run_id"]


def test_runs_are_kept_in_a_bounded_number(judged: Judged, tmp_path: Path, monkeypatch) -> None:
    runs = tmp_path / "marts" / "runs"
    for day in range(10, 18):
        run = runs / f"202101{day}T000000-aaaaaa"
        run.mkdir(parents=True)
        (run / "run.json").write_text(json.dumps({"run_id": run.name, "outputs": {}}), encoding="utf-8")
    (runs / "20200101T000000-bbbbbb").mkdir()  # not ours, though it is named like one
    (runs / "20200101T000000-bbbbbb" / "thesis.docx").touch()
    settings, published = judged.publish(tmp_path / "marts")
    kept = sorted(path.name for path in runs.iterdir())
    ours = [f"202101{day}T000000-aaaaaa" for day in range(13, 18)] + [published.record["run_id"]]
    assert kept == ["20200101T000000-bbbbbb", *ours]
    assert settings.keep_runs == 5


def test_what_the_checks_said_is_published(judged: Judged, tmp_path: Path) -> None:
    settings, published = judged.publish(tmp_path / "marts")
    latest, record = settings.marts / "latest", published.record
    said = {f"validations/{suite}.json" for suite in SUITES}
    pages = {f"data_docs/{name}.html" for name in ("index", *SUITES)}
    assert {name for name in record["outputs"] if "/" in name} == said | pages
    results = [json.loads((latest / name).read_text(encoding="utf-8")) for name in sorted(said)]
    assert [result["suite_name"] for result in results] == sorted(SUITES)
    for result in results:
        assert result["meta"]["run_id"] == {"run_name": record["run_id"], "run_time": record["started_at"]}
    counts = {one["expectation_config"]["meta"]["rule_id"]: one["result"] for one in results[2]["results"]}
    assert (counts["B1"]["element_count"], counts["B1"]["unexpected_count"]) == (8, 3)  # as in unit_lateness above
    with duckdb.connect(str(latest / "audit.duckdb"), read_only=True) as connection:
        listed = dict(connection.execute("select rule_id, count(*) from findings group by 1").fetchall())
    found = {rule_id: count["unexpected_count"] for rule_id, count in counts.items() if count["unexpected_count"]}
    assert found == {rule_id: count for rule_id, count in listed.items() if rule_id in counts}
    for name in said | pages:
        text = (latest / name).read_text(encoding="utf-8")
        assert record["run_id"] in text
        for word in (str(tmp_path), str(judged.raw), "warehouse.duckdb", "http", CASES[0]["case_id"]):
            assert word not in text, (name, word)


def test_the_same_input_gives_the_same_pages_but_for_the_run(judged: Judged, tmp_path: Path) -> None:
    def told(marts: Path) -> dict[str, str]:
        settings, published = judged.publish(marts)
        run = published.record
        texts = {name: (settings.marts / "latest" / name).read_text("utf-8") for name in run["outputs"] if "/" in name}
        return {name: text.replace(run["run_id"], "").replace(run["started_at"], "") for name, text in texts.items()}

    assert told(tmp_path / "one" / "marts") == told(tmp_path / "two" / "marts")


def test_a_crash_while_pages_are_written_leaves_the_previous_run(judged: Judged, tmp_path: Path, monkeypatch) -> None:
    settings, before = judged.publish(tmp_path / "marts")

    def crash(folder: Path, validations: dict) -> None:
        folder.mkdir()
        (folder / "index.html").write_text("half", encoding="utf-8")
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(data_docs, "write_pages", crash)
    with pytest.raises(RuntimeError):
        judged.publish(tmp_path / "marts", date(2021, 4, 29))
    assert publish.last_record(settings.marts)["run_id"] == before.record["run_id"]
    assert "half" not in (settings.marts / "latest" / "data_docs" / "index.html").read_text(encoding="utf-8")
    assert not list(settings.marts.glob(".unfinished-*"))


@pytest.mark.parametrize("name", ["findings.xlsx", "data_docs/law.html", "validations/law.json"])
def test_a_changed_output_is_not_taken_for_the_published_one(name: str, judged: Judged, tmp_path: Path) -> None:
    settings, _ = judged.publish(tmp_path / "marts")
    assert publish.last_record(settings.marts) is not None
    changed = settings.marts / "latest" / name
    changed.write_bytes(changed.read_bytes() + b"\0")
    assert publish.last_record(settings.marts) is None
