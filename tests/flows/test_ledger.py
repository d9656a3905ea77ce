"""The ledger: what enters it, what its chain shows of a changed past, and what may happen while it is written."""

import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from flows import ROOT
from flows.common import errors
from flows.ledger import ledger
from flows.ledger.chain import chain_faults, read
from flows.ledger.record import RunRecord
from tests.flows import sheets
from tests.flows.ledgers import changed, keep, lines_in, path_of, record, runs, told, write


@pytest.fixture
def using(tmp_path):
    """Settings of a run over one extract with an origin card."""
    using = sheets.settings(tmp_path)
    write(using, "a.csv", 1)
    (using.raw / "a.csv.origin.json").write_text('{"sender": "608", "received_on": "2021-05-10"}', encoding="utf-8")
    return using


# --- what is entered -----------------------------------------------------------------------------------------------


def test_an_entry_says_what_came_from_whom_and_what_became_of_it(using):
    keep(using)
    (line,) = lines_in(using)
    entry = json.loads(line)
    content = (using.raw / "a.csv").read_bytes()
    assert (entry["sha256"], entry["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (entry["sender"], entry["received_on"], entry["taken_at"]) == ("608", "2021-05-10", None)
    assert entry["sheets"] == [{"sheet": "", "layout": "onestop_case_list", "kind": "cases", "rows": 1}]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00", entry["at"])
    assert "Người thứ" not in line and "0905" not in line


def test_nothing_new_adds_nothing(using):
    keep(using)
    before = path_of(using).read_bytes()
    kept = keep(using)
    assert path_of(using).read_bytes() == before
    assert (kept.count, kept.is_written, kept.faults) == (1, True, [])


def _refuse(using):
    sheets.write(using.raw / "b.csv", [["Mã hồ sơ", "Ngày tiếp nhận", "Lạ"], ["1", "2", "3"]])


def _card(using):
    (using.raw / "a.csv.origin.json").write_text('{"sender": "609"}', encoding="utf-8")


CHANGES = {
    # what happens to the folder | the entries after the first: number, file, rows, outcome, replaces, repeats
    "other bytes, same name": (lambda u: write(u, "a.csv", 1, 2), [(2, "a.csv", 2, "read", 1, None)]),
    "same bytes, other name": (lambda u: write(u, "b.csv", 1), [(2, "b.csv", 1, "read", None, 1)]),
    "a file more": (lambda u: write(u, "b.csv", 7), [(2, "b.csv", 1, "read", None, None)]),
    "a refused file": (_refuse, [(2, "b.csv", 0, "refused", None, None)]),
    "another sender on the card": (_card, [(2, "a.csv", 1, "read", None, None)]),
    "a file less": (lambda u: (u.raw / "a.csv").unlink(), []),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_is_entered(using, what):
    keep(using)
    change, expected = CHANGES[what]
    change(using)
    keep(using)
    assert told(using)[1:] == expected
    keep(using)
    assert told(using)[1:] == expected


def test_bytes_that_come_back_under_their_name_are_entered_again(using):
    for cases in ((1,), (1, 2), (1,)):
        write(using, "a.csv", *cases)
        keep(using)
    assert [(replaces, repeats) for *_, replaces, repeats in told(using)] == [(None, None), (1, None), (2, None)]


def test_a_file_that_never_opened_is_not_entered(using):
    ledger.keep(using, [ledger.FileOutcome("locked.xlsx", "", 0)])
    assert not path_of(using).exists()


# --- what a run says of it -----------------------------------------------------------------------------------------


def test_a_run_notices_what_the_published_one_did_not_know(using):
    first = record(using)
    assert (first["changed"], first["renamed"]) == ([], [])
    write(using, "b.csv", 1)
    write(using, "a.csv", 1, 2)
    keep(using)  # a run that failed after reading: what it entered is news to the next all the same
    second = record(using, first)
    assert (second["changed"], second["renamed"]) == (["a.csv"], [["b.csv", "a.csv"]])
    third = record(using, second)
    assert (third["changed"], third["renamed"]) == ([], [])


def test_a_file_that_a_run_finds_twice_is_said_once(using):
    write(using, "b.csv", 1)
    noticed = RunRecord(using, [], [("b.csv", "a.csv")], None, keep(using))
    assert (noticed["repeated"], noticed["renamed"]) == ([["b.csv", "a.csv"]], [])


def test_the_ledger_does_not_decide_whether_a_run_is_the_same(using):
    first = record(using)
    path_of(using).unlink()
    assert RunRecord(using, [], [], first)["fingerprint"] == first["fingerprint"]


# --- what may happen while it is written ---------------------------------------------------------------------------


def test_a_half_line_at_any_byte_is_healed_and_said(using):
    keep(using)
    write(using, "b.csv", 2)
    keep(using)
    whole = path_of(using).read_bytes()
    first = whole.index(b"\n") + 1
    for end in range(first + 1, len(whole), 37):
        path_of(using).write_bytes(whole[:end])
        assert "incomplete" in chain_faults(*read(path_of(using)))[0].en
        kept = keep(using)
        assert (kept.faults, kept.is_written, kept.count) == ([], True, 3)
        healed, entered = (json.loads(line) for line in lines_in(using)[1:])
        assert (healed["event"], healed["cut_bytes"]) == ("healed", end - first)
        assert entered["file_name"] == "b.csv"


def test_what_cannot_be_written_is_said_and_entered_by_the_next_run(using):
    path_of(using).mkdir()  # where the ledger should be written stands something else
    kept = keep(using)
    assert not kept.is_written and "could not be written" in kept.faults[0].en
    assert [entry["file_name"] for entry in kept.files] == ["a.csv"]
    path_of(using).rmdir()
    assert keep(using).is_written
    assert told(using) == [(1, "a.csv", 1, "read", None, None)]


FULL_DISK = """
import resource, sys
from tests.flows import sheets
from tests.flows.ledgers import changed, keep, lines_in, path_of, record, runs, told, write
from pathlib import Path
using = sheets.settings(Path(sys.argv[1]))
outcomes = [sheets.ingest(path, using) for path in sorted(using.raw.glob("*.csv"))]
from flows.ledger import ledger
size = (using.marts.parent / "ledger.jsonl").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, size + 100))
kept = ledger.keep(using, outcomes)
print(kept.is_written, len(kept.files))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files stands for the full disk")
@pytest.mark.parametrize("half", [b"", b'{"number":2,"ev'])
def test_a_disk_that_fills_in_the_middle_of_a_line_leaves_the_ledger_as_it_was(using, half):
    keep(using)
    before = path_of(using).read_bytes() + half
    path_of(using).write_bytes(before)
    write(using, "b.csv", 2)
    command = [sys.executable, "-c", FULL_DISK, str(path_of(using).parent)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.split() == ["False", "2"], run.stderr
    assert path_of(using).read_bytes() == before


def test_runs_at_the_same_time_do_not_break_the_chain(using):
    for number in range(2, 10):
        write(using, f"{number}.csv", number)
    outcomes = [sheets.ingest(path, using) for path in sorted(using.raw.glob("*.csv"))]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: ledger.keep(using, [one]), outcomes * 3))
    lines, half = read(path_of(using))
    assert chain_faults(lines, half) == []
    assert sorted(line.entry["file_name"] for line in lines) == sorted(one.file_name for one in outcomes)


def test_a_run_that_holds_the_ledger_too_long_is_waited_for_and_said(using, monkeypatch):
    keep(using)
    write(using, "b.csv", 2)
    monkeypatch.setattr(ledger, "LOCK_SECONDS", 0.2)
    with path_of(using).open("a+b", buffering=0) as file, ledger.alone(file):
        kept = keep(using)
    assert not kept.is_written
    assert keep(using).is_written


# --- the command line ----------------------------------------------------------------------------------------------


def onestop(using, *arguments: str) -> SimpleNamespace:
    command = [sys.executable, "-c", "from flows.cli import main; main()", "ledger", "--marts", str(using.marts)]
    environment = {**os.environ, "COLUMNS": "200"}
    run = subprocess.run(
        [*command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert "Traceback" not in run.stderr
    return SimpleNamespace(code=run.returncode, says=run.stdout + run.stderr)


def test_the_ledger_as_a_person_sees_it(using):
    assert onestop(using, "--verify").code == errors.EXIT_OK
    runs(using, record(using))
    write(using, "bo_sung.csv", 1)
    keep(using)
    listed = onestop(using)
    assert listed.code == errors.EXIT_OK
    assert "a.csv" in listed.says and "khác tên" in listed.says and "608" in listed.says
    assert "a.csv" not in onestop(using, "--file", "BO_SUNG").says
    whole = onestop(using, "--verify", "--lang", "en")
    assert whole.code == errors.EXIT_OK and "2 entries" in whole.says and "1/1 kept runs" in whole.says
    path_of(using).write_text("\n".join(changed(lines_in(using), 0)) + "\n", encoding="utf-8")
    broken = onestop(using, "--verify", "--lang", "en")
    assert broken.code == errors.EXIT_LEDGER and "entry 1 has been changed" in broken.says
    assert "--verify" in onestop(using).says
    path_of(using).unlink()
    gone = onestop(using, "--verify")
    assert gone.code == errors.EXIT_LEDGER and "đã có 1 mục" in gone.says
