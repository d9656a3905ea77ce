"""The process in which files are read: what ends it, slows it or fills it costs one file; nothing of it is left."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from flows import ROOT
from flows.common.errors import OnestopError
from flows.common.limits import Limits
from flows.reading import guard
from flows.reading.guard import Guard
from tests.flows import sheets
from tests.flows.hostile import good_csv
from tests.flows.processes import is_open, meanwhile, readers, wait_for
from tests.flows.sheets import HEADINGS, case_row

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(guard, "SETTLED_SECONDS", 0)


@pytest.fixture
def using(tmp_path):
    return sheets.settings(tmp_path)


@pytest.fixture(scope="module")
def long_list() -> bytes:
    """A case list that takes a second to read."""
    return good_csv([1]) + good_csv([2]).splitlines(keepends=True)[1] * 250_000


def _good(folder: Path, name: str, number: int) -> Path:
    return sheets.write(folder / name, [HEADINGS, case_row(number)])


def _left(using) -> list[str]:
    return sorted(path.name for path in using.landed.iterdir())


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_file_comes_out_as_it_does_without_a_guard(using, ending):
    path = _good(using.raw, f"a{ending}", 1)
    Path(f"{path}.origin.json").write_text('{"sender": "608"}', encoding="utf-8")
    with Guard(using, sheets.layouts()) as reader:
        guarded = reader.read(path)
    assert guarded == sheets.ingest(path, replace(using, landed=using.raw.parent / "elsewhere"))
    assert guarded.landed[0].sender_unit_code == "608"
    assert [row["case_id"][-2:] for row in sheets.landed_rows(guarded, using)] == ["01"]


def test_one_process_reads_all_and_what_is_landed_starts_none(using):
    paths = [_good(using.raw, f"{number}.csv", number) for number in range(3)]
    with Guard(using, sheets.layouts()) as reader:
        seen = set()
        for path in paths:
            assert reader.read(path).landed
            seen |= {process.pid for process in readers()}
    assert len(seen) == 1 and not readers()
    with Guard(using, sheets.layouts()) as reader:
        assert all(reader.read(path).from_cache for path in paths)
        assert not readers()


@posix_only
@pytest.mark.parametrize("blow", ["SIGKILL", "SIGSEGV", "SIGABRT"])
def test_a_reader_that_dies_costs_its_file_only(using, long_list, blow):
    def strike():
        (process,) = wait_for(readers)
        wait_for(lambda: is_open(process, "b.csv"))
        (using.landed / f"{stem}-1.part").touch()  # what it has written so far
        os.kill(process.pid, getattr(signal, blow))

    (using.raw / "b.csv").write_bytes(long_list)
    _, stem = guard.identify(using.raw / "b.csv", using, sheets.layouts())
    with Guard(using, sheets.layouts()) as reader, meanwhile(strike):
        hit = reader.read(using.raw / "b.csv")
        left = _left(using)
        next_one = reader.read(_good(using.raw, "c.csv", 3))
    (refusal,) = hit.refused
    assert blow in refusal.reason_en and blow in refusal.reason_vi and not hit.landed
    assert not [name for name in left if name.startswith(hit.sha256[:12])]
    assert next_one.landed and not next_one.refused
    assert not [name for name in _left(using) if name.startswith(guard.SCRATCH)]
    with Guard(using, sheets.layouts()) as reader:  # the blow was not the file's fault: it gets another chance
        assert reader.read(using.raw / "b.csv").landed[0].rows_read == 250_001


@posix_only
def test_a_reader_that_hangs_is_ended(using, long_list):
    def hang():
        (process,) = wait_for(readers)
        wait_for(lambda: is_open(process, "b.csv"))
        process.suspend()

    using = replace(using, limits=Limits(seconds_per_file=2))
    (using.raw / "b.csv").write_bytes(long_list)
    with Guard(using, sheets.layouts()) as reader, meanwhile(hang):
        started = time.monotonic()
        (refusal,) = reader.read(using.raw / "b.csv").refused
        assert time.monotonic() - started < 10
        assert not readers()
        assert reader.read(_good(using.raw, "c.csv", 3)).landed
    assert "2 seconds" in refusal.reason_en and "2 giây" in refusal.reason_vi
    assert "seconds_per_file" in refusal.todo_en and "seconds_per_file" in refusal.todo_vi


def test_a_reader_over_its_memory_is_ended(using, long_list):
    path = using.raw / "b.csv"
    path.write_bytes(long_list)
    with Guard(replace(using, limits=Limits(memory_mb=200)), sheets.layouts()) as reader:
        (refusal,) = reader.read(path).refused
    assert "200 MB" in refusal.reason_en and "200 MB" in refusal.reason_vi
    assert "memory_mb" in refusal.todo_en and "memory_mb" in refusal.todo_vi
    with Guard(using, sheets.layouts()) as reader:  # another limit, another chance
        assert reader.read(path).landed


def test_memory_is_watched_where_the_system_sets_no_bound(using, long_list):
    (using.raw / "b.csv").write_bytes(long_list)
    process = guard._Process(using, sheets.layouts())
    task = (using.raw / "b.csv", *guard.identify(using.raw / "b.csv", using, sheets.layouts()))
    assert process.ask(task, process.resident + (40 << 20), 60) == {"limit": "memory_mb"}
    process.stop()


def test_a_process_that_does_not_start_is_our_trouble_not_the_file_s(using, monkeypatch):
    monkeypatch.setattr(guard, "_START", "raise SystemExit")
    with Guard(using, sheets.layouts()) as reader, pytest.raises(OnestopError, match="does not start"):
        reader.read(_good(using.raw, "a.csv", 1))
    assert _left(using) == []


def test_a_locked_file_is_raised_for_another_try_and_the_process_stays(using):
    with Guard(using, sheets.layouts()) as reader:
        with pytest.raises(FileNotFoundError):
            reader.read(using.raw / "gone.csv")
        path = _good(using.raw, "a.csv", 1)
        process = guard._Process(using, sheets.layouts())
        task = (using.raw / "gone.csv", *guard.identify(path, using, sheets.layouts()))
        assert set(process.ask(task, 1 << 40, 60)) == {"locked"}
        process.stop()


def _growing(path: Path, rest: bytes, beat: float, ended: threading.Event) -> None:
    while not ended.wait(beat):
        with path.open("ab") as file:
            file.write(rest)


@pytest.mark.parametrize(("settled", "beat"), [(0, 0.3), (0.6, 0.1)], ids=["while it is read", "before it is read"])
def test_a_file_that_grows_is_not_read_half(using, long_list, monkeypatch, settled, beat):
    monkeypatch.setattr(guard, "SETTLED_SECONDS", settled)
    path, ended = using.raw / "b.csv", threading.Event()
    path.write_bytes(long_list)
    row = good_csv([3]).splitlines(keepends=True)[1]
    with meanwhile(lambda: _growing(path, row, beat, ended)), Guard(using, sheets.layouts()) as reader:
        growing = reader.read(path)
        ended.set()
    assert not growing.landed and [refusal.reason_en for refusal in growing.refused] == [
        "the file is still being written"
    ]
    assert not using.landed.exists() or _left(using) == []
    with Guard(using, sheets.layouts()) as reader:
        whole = reader.read(path)
    assert whole.landed[0].rows_read == path.read_bytes().count(b"\n") - 1


def test_a_copy_that_comes_to_its_end_is_waited_for(using, monkeypatch):
    monkeypatch.setattr(guard, "SETTLED_SECONDS", 0.5)
    path = using.raw / "a.csv"
    path.write_bytes(good_csv([1]))
    rest = meanwhile(lambda: time.sleep(0.2) or path.write_bytes(good_csv([1, 2])))
    with rest, Guard(using, sheets.layouts()) as reader:
        assert reader.read(path).landed[0].rows_read == 2


PARENT = """
import pathlib, signal, sys
from flows.reading.guard import Guard
from tests.flows import sheets
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may have it ignored
using = sheets.settings(pathlib.Path(sys.argv[1]))
try:
    with Guard(using, sheets.layouts()) as guard:
        guard.read(using.raw / "b.csv")
except KeyboardInterrupt:
    print("stopped")
"""


@posix_only
@pytest.mark.parametrize(("blow", "says"), [("SIGKILL", ""), ("SIGINT", "stopped")])
def test_the_reader_goes_with_its_guard_without_a_word(tmp_path, long_list, blow, says):
    using = sheets.settings(tmp_path)
    (using.raw / "b.csv").write_bytes(long_list + 4 * long_list.partition(b"\n")[2])  # not at its end before the blow
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    parent = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, text=True
    )
    (process,) = wait_for(lambda: readers(psutil.Process(parent.pid)))
    wait_for(lambda: is_open(process, "b.csv"))
    os.killpg(parent.pid, getattr(signal, blow))
    told, complained = parent.communicate(timeout=20)
    assert (told.strip(), complained) == (says, "")
    wait_for(lambda: not process.is_running())
    wait_for(lambda: not [name for name in _left(using) if name.startswith(guard.SCRATCH)])


def test_what_a_machine_without_power_has_left_is_swept(using):
    using.landed.mkdir()
    for name, age in (("old", 2 * guard.STALE_SECONDS), ("new", 0)):
        (using.landed / f"{guard.SCRATCH}{name}").mkdir()
        os.utime(using.landed / f"{guard.SCRATCH}{name}", (time.time() - age,) * 2)
    with Guard(using, sheets.layouts()) as reader:
        reader.read(_good(using.raw, "a.csv", 1))
    assert [name for name in _left(using) if name.startswith(guard.SCRATCH)] == [f"{guard.SCRATCH}new"]


def test_what_a_killed_audit_has_left_is_swept_by_the_next(using):
    using.landed.mkdir()
    over = subprocess.Popen([sys.executable, "-c", ""])
    over.wait()
    for pid in (over.pid, os.getppid()):
        (using.landed / f"{guard.SCRATCH}{pid}-abc").mkdir()
    with Guard(using, sheets.layouts()) as reader:
        reader.read(_good(using.raw, "a.csv", 1))
    left = [name for name in _left(using) if name.startswith(guard.SCRATCH)]
    assert left == [f"{guard.SCRATCH}{os.getppid()}-abc"]
