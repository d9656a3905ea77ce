"""Whose a folder of results is, and who may write into it now: nobody's files are touched, no two audits mix."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import ROOT
from flows.common.errors import EXIT_PUBLISH, EXIT_SETUP, PublishFailed, SetupError
from flows.publishing import alone
from flows.publishing.alone import alone_in
from flows.publishing.belonging import LOCK, MARK, claim, is_run
from tests.flows.processes import wait_for

RUN = "20210520T080000-abcdef"


def publish(run: Path, **record: object) -> Path:
    """A published run as an earlier version left it."""
    run.mkdir(parents=True)
    (run / "cases.parquet").touch()
    known = {"run_id": RUN, "outputs": {"cases.parquet": "0"}, **record}
    (run / "run.json").write_text(json.dumps(known), encoding="utf-8")
    return run


def listed(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("there", [[], ["README.md"], [".gitkeep", "thumbs.db"]])
def test_an_empty_folder_becomes_ours(tmp_path, there):
    for name in there:
        (tmp_path / name).touch()
    claim(tmp_path)
    claim(tmp_path)
    assert listed(tmp_path) == sorted([MARK, *there])


def test_an_absent_folder_becomes_ours(tmp_path):
    claim(tmp_path / "a" / "marts")
    assert listed(tmp_path / "a" / "marts") == [MARK]


def test_what_an_earlier_version_published_is_known_again(tmp_path):
    publish(tmp_path / "latest")
    publish(tmp_path / "runs" / RUN)
    (tmp_path / ".unfinished-x").mkdir()
    (tmp_path / "latest" / "~$findings.xlsx").touch()
    claim(tmp_path)
    assert (tmp_path / MARK).exists()


def test_a_kill_between_two_renames_is_known_again(tmp_path):
    publish(tmp_path / "latest.old")
    claim(tmp_path)
    assert (tmp_path / MARK).exists()


def _thesis(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "thesis.docx").touch()
    return folder


def _with_pages(run: Path) -> Path:
    """A published run with a page in a folder of its own."""
    publish(run, outputs={"cases.parquet": "0", "data_docs/index.html": "0"})
    (run / "data_docs").mkdir()
    (run / "data_docs" / "index.html").touch()
    return run


FOREIGN = {
    "a file": lambda marts: _thesis(marts),
    "a latest of somebody's": lambda marts: _thesis(marts / "latest"),
    "runs of somebody's": lambda marts: _thesis(marts / "runs" / RUN),
    "an empty latest": lambda marts: (marts / "latest").mkdir(parents=True),
    "a file beside a run": lambda marts: publish(marts / "latest") and _thesis(marts),
    "a file in a run": lambda marts: _thesis(publish(marts / "latest")),
    "a file among the pages of a run": lambda marts: _thesis(_with_pages(marts / "latest") / "data_docs"),
    "a folder in a run": lambda marts: (_with_pages(marts / "latest") / "mine").mkdir(),
    "a run of no id": lambda marts: publish(marts / "latest", run_id="x"),
    "a mark, and a file in the run": lambda marts: _thesis(publish(marts / "latest")) and (marts / MARK).touch(),
    "a mark, and a latest of somebody's": lambda marts: _thesis(marts / "latest") and (marts / MARK).touch(),
    "a file of the folder's name": lambda marts: marts.touch(),
}


@pytest.mark.parametrize("make", FOREIGN.values(), ids=FOREIGN)
def test_a_folder_that_holds_anything_else_is_left_as_it_is(tmp_path, make):
    marts = tmp_path / "marts"
    make(marts)
    before = listed(tmp_path)
    with pytest.raises(SetupError) as trouble:
        claim(marts)
    assert trouble.value.exit_code == EXIT_SETUP
    assert "has not written" in trouble.value.en and "để yên" in trouble.value.vi
    assert listed(tmp_path) == before


def test_pages_in_a_folder_of_a_run_are_ours(tmp_path):
    _with_pages(tmp_path / "latest")
    claim(tmp_path)
    assert (tmp_path / MARK).exists()


def test_a_file_beside_latest_in_a_folder_of_ours_is_not_touched(tmp_path):
    claim(tmp_path)
    _thesis(tmp_path)
    claim(tmp_path)
    assert listed(tmp_path) == sorted([MARK, "thesis.docx"])


def test_a_run_is_one_that_says_so_under_its_name(tmp_path):
    assert is_run(publish(tmp_path / RUN))
    assert not is_run(publish(tmp_path / "20210520T080000-000000"))
    assert not is_run(_thesis(tmp_path / "20210520T080001-abcdef"))


# --- one at a time ---------------------------------------------------------------------------------------------------

HOLDER = "import sys, time, pathlib; from flows.publishing.alone import alone_in\n"
HOLDER += "with alone_in(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(float(sys.argv[2]))"


def hold(marts: Path, seconds: float) -> subprocess.Popen:
    """Another process that holds the folder."""
    command = [sys.executable, "-c", HOLDER, str(marts), str(seconds)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_audit_waits_for_the_first_and_says_so(tmp_path):
    other, told = hold(tmp_path, 1), []
    with alone_in(tmp_path, lambda vi, en: told.append((vi, en))):
        assert wait_for(lambda: other.poll() == 0)
    ((vi, en),) = told
    assert f"process {other.pid}" in en and "60 seconds at most" in en and f"tiến trình {other.pid}" in vi


def test_a_second_audit_that_waited_long_enough_is_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(alone, "WAIT_SECONDS", 0.5)
    other = hold(tmp_path, 60)
    started = time.monotonic()
    with pytest.raises(PublishFailed, match=f"process {other.pid}.*0 minutes") as trouble, alone_in(tmp_path):
        pass
    assert trouble.value.exit_code == EXIT_PUBLISH and time.monotonic() - started < 5
    other.kill()


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_the_lock_of_a_dead_process_is_taken_over(tmp_path):
    other = hold(tmp_path, 60)
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert json.loads((tmp_path / LOCK).read_text())["pid"] == other.pid
    told = []
    with alone_in(tmp_path, lambda *words: told.append(words)):
        assert json.loads((tmp_path / LOCK).read_text())["pid"] == os.getpid()
    assert told == [] and (tmp_path / LOCK).read_text() == ""


def test_readers_are_not_kept_out(tmp_path):
    claim(tmp_path)
    publish(tmp_path / "latest")
    with alone_in(tmp_path):
        assert json.loads((tmp_path / "latest" / "run.json").read_text())["run_id"] == RUN
