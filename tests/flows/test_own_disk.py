"""Trouble of the office's own disk, key or settings stops the run and says its cure; no extract is blamed for it."""

import errno
import os
import shutil
import subprocess
import sys
from dataclasses import replace

import duckdb
import pytest

from flows import ROOT, steps
from flows.common.errors import EXIT_PUBLISH, EXIT_SETUP, PublishFailed, SetupError
from flows.common.own_disk import is_full, ours, require_room
from flows.common.settings import load_settings, personal_key
from flows.door.door import open_door
from flows.reading import guard, ingest
from flows.reading.guard import Guard
from tests.flows import sheets
from tests.flows.hostile import good_csv
from tests.flows.sheets import HEADINGS, case_row

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(guard, "SETTLED_SECONDS", 0)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 4 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if not shutil.which("mount") or os.name == "nt" or os.geteuid() != 0 or subprocess.run(command).returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def _a_list(using, rows: int = 250_000):
    """Rows of which no two compress together."""
    rows = [case_row(n, c1=f"000.00.11.H34-200603-{n:06d}", c2=os.urandom(12).hex()) for n in range(rows)]
    return sheets.write_csv(using.raw / "a.csv", [HEADINGS, *rows])


def test_a_disk_that_fills_under_the_landed_rows_stops_the_run(small_disk, tmp_path):
    using = sheets.settings(tmp_path, landed=small_disk / "landed")
    path = _a_list(using)
    with Guard(using, sheets.layouts()) as reader, pytest.raises(PublishFailed) as trouble:
        reader.read(path)
    assert trouble.value.exit_code == EXIT_PUBLISH
    assert (
        "Make room" in trouble.value.en and "Giải phóng" in trouble.value.vi and str(using.landed) in trouble.value.en
    )
    roomy = replace(using, landed=tmp_path / "landed")
    with Guard(roomy, sheets.layouts()) as reader:
        assert reader.read(path).landed[0].rows_read == 250_000  # the extract was sound all the while


def test_a_disk_that_is_full_already_stops_the_run(small_disk, tmp_path):
    using = sheets.settings(tmp_path, landed=small_disk / "landed")
    with pytest.raises(OSError), (small_disk / "rest").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))
    path = using.raw / "a.csv"
    path.write_bytes(good_csv([1]))
    with Guard(using, sheets.layouts()) as reader, pytest.raises(PublishFailed, match="Make room"):
        reader.read(path)


def test_a_full_disk_under_the_marts_stops_the_run(small_disk, tmp_path):
    using = sheets.settings(tmp_path, marts=small_disk / "marts")
    rows = "create table t as select hash(i) as h, hash(i + 1) as g from range(1_000_000) as r(i)"
    with (
        pytest.raises(PublishFailed, match="Make room") as trouble,
        steps.workshop(using) as warehouse,
        duckdb.connect(str(warehouse)) as connection,
    ):
        connection.execute(rows)
    assert trouble.value.exit_code == EXIT_PUBLISH
    with steps.workshop(using):  # nothing of it is left
        assert [path.name for path in using.marts.glob(".unfinished-*/*")] == []


@pytest.mark.parametrize("breaks", ["land", "open_sheets"])
def test_no_room_while_a_file_is_read_is_no_fault_of_the_file(tmp_path, monkeypatch, breaks):
    def full(*_, **__):
        raise duckdb.IOException(f'Could not write file "x": {os.strerror(errno.ENOSPC)}')

    using = sheets.settings(tmp_path)
    monkeypatch.setattr(ingest, breaks, full)
    path = using.raw / "a.csv"
    path.write_bytes(good_csv([1]))
    with pytest.raises(OSError) as trouble:
        sheets.ingest(path, using)
    assert trouble.value.errno == errno.ENOSPC


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        (FULL, True),
        (OSError(errno.EDQUOT, ""), True),
        (OSError(errno.EACCES, os.strerror(errno.ENOSPC)), False),
        (duckdb.TransactionException(f"Failed to commit: {os.strerror(errno.ENOSPC)}"), True),
        (duckdb.OutOfMemoryException("failed to offload: set by the 'max_temp_directory_size' setting"), True),
        (duckdb.OutOfMemoryException("could not allocate block of size 256.0 KiB"), False),
        (ValueError(os.strerror(errno.ENOSPC)), False),
    ],
)
def test_a_full_disk_is_told_from_other_trouble(trouble, expected):
    assert is_full(trouble) is expected


def test_what_is_no_trouble_of_the_disk_stays_what_it_is(tmp_path):
    for trouble in (FileNotFoundError(2, "x"), duckdb.BinderException("x"), SetupError("a", "b")):
        with pytest.raises(type(trouble)), ours(tmp_path):
            raise trouble
    with pytest.raises(PublishFailed), ours(tmp_path):
        raise FULL
    require_room(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["marts", "landed"])
def test_a_folder_that_cannot_be_made_stops_the_run(tmp_path, name):
    (tmp_path / "file").touch()
    using = sheets.settings(tmp_path, **{name: tmp_path / "file" / name})
    (using.raw / "a.csv").write_bytes(good_csv([1]))
    with pytest.raises(PublishFailed, match="cannot be written"):
        if name == "marts":
            with steps.workshop(using):
                pass
        else:
            with Guard(using, sheets.layouts()) as reader:
                reader.read(using.raw / "a.csv")


def test_settings_key_and_lists_that_cannot_be_opened_are_named(tmp_path):
    """A folder in the place of a file cannot be read by root either."""
    (tmp_path / "reference" / "audit.toml").mkdir(parents=True)
    with pytest.raises(SetupError, match=r"audit\.toml cannot be opened") as trouble:
        load_settings(reference=tmp_path / "reference", marts=tmp_path / "marts")
    assert trouble.value.exit_code == EXIT_SETUP
    (tmp_path / ".onestop-key").mkdir()
    with pytest.raises(SetupError, match=r"\.onestop-key cannot be opened"):
        personal_key(tmp_path)
    (tmp_path / "reference" / "units.csv").mkdir()
    with pytest.raises(SetupError, match=r"units\.csv cannot be opened"):
        open_door(tmp_path / "reference", b"")


CLOSED = {
    "closed": "exec 1>&-; ",
    "closed altogether": "exec 0<&- 1>&- 2>&-; ",
}


@pytest.mark.skipif(os.name == "nt", reason="a shell")
@pytest.mark.parametrize("how", [*CLOSED, "a reader that went"])
def test_a_closed_screen_leaves_no_trace(tmp_path, how):
    path = sheets.write_csv(tmp_path / "a.csv", [HEADINGS, *map(case_row, range(90))])
    run = f"'{sys.executable}' -c 'from flows.cli import main; main()' inspect '{path}' '{path}'"
    command = CLOSED[how] + run if how in CLOSED else f"{run} | true"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
