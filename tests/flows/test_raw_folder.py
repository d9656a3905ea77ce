"""What lies in the raw folder: names of any kind, links, pipes, closed folders. Nothing hangs, nothing goes unsaid."""

import os
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from flows import ROOT
from flows.common.harmless import harmless
from flows.common.settings import REGISTER
from flows.door.register import Register
from flows.reading import guard, ingest
from flows.reading.guard import Guard
from tests.flows import hostile, sheets
from tests.flows.hostile import good_csv

posix_only = pytest.mark.skipif(os.name == "nt", reason="such names and entries are of POSIX")


@pytest.fixture
def using(tmp_path, monkeypatch):
    monkeypatch.setattr(guard, "SETTLED_SECONDS", 0)
    return sheets.settings(tmp_path)


# name on the disk | name in the results, where it differs
NAMES = [
    (b"two\nlines.csv", r"two\x0alines.csv"),
    (b"\x1b]0;title\x07.csv", r"\x1b]0;title\x07.csv"),
    (b"quo\"te's.csv", None),
    (b"ho_so[1-3]*?{a,b}.csv", None),
    ("😀 hồ sơ 👩🏽‍💻.csv".encode(), None),
    (b"x" * 251 + b".csv", None),
    (unicodedata.normalize("NFD", "Hồ sơ Đắk Hà.csv").encode(), None),
    (b"--help.csv", None),
    (b"%s %n 100%.csv", None),
    (b"$(reboot);`id`.csv", None),
    ("vsc.\u202egpj.csv".encode(), r"vsc.\u202egpj.csv"),
    (b"not \xff\xfe utf-8.csv", r"not \xff\xfe utf-8.csv"),
    (b"back\\slash.csv", None),
    (b" space .csv", None),
    (b"=cmd|'x'!A1.csv", None),
    (b"[red]bold[red].csv", None),
    (b"CON.csv", None),
]


@posix_only
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_file_of_any_name_is_read_and_its_name_is_harmless(using, ending):
    wanted = {}
    for number, (name, shown) in enumerate(NAMES):
        on_disk = name.replace(b".csv", ending.encode())[-255:]
        content = good_csv([number]) if ending == ".csv" else hostile.good_xlsx(number)
        Path(os.fsdecode(os.fsencode(using.raw) + b"/" + on_disk)).write_bytes(content)
        wanted[(shown or name.decode()).replace(".csv", ending)[-255:]] = number
    with Guard(using, sheets.layouts()) as reader:
        outcomes = [reader.read(path) for path in ingest.raw_files(using)]
    assert [outcome.refused for outcome in outcomes if outcome.refused] == []
    readable = Register(using.marts.parent / REGISTER).readable
    numbers = {readable(o.file_name): int(sheets.landed_rows(o, using)[0]["case_id"][-4:]) for o in outcomes}
    assert numbers == wanted
    assert all(
        name == harmless(name) for outcome in outcomes for name in (outcome.file_name, readable(outcome.file_name))
    )


@pytest.mark.parametrize("text", ["Hồ sơ", "e\u0301", "👩🏽‍💻", "a\\x1b", "[bold]", "\u00a0"])
def test_what_is_harmless_stays_as_it_is(text):
    assert harmless(text) == text


@posix_only
def test_entries_that_are_no_files_are_refused_each_with_its_reason(using, monkeypatch):
    raw = using.raw
    (raw / "folder.xlsx").mkdir()
    (raw / "folder.xlsx" / "inner.csv").write_bytes(good_csv([1]))
    os.mkfifo(raw / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(raw)  # the name of a socket must be short
        listening.bind("socket.csv")
    outside = raw.parent / "outside.csv"
    outside.write_bytes(good_csv([2]))
    (raw / "outside.csv").symlink_to(outside)
    (raw / "device.csv").symlink_to("/dev/zero")
    (raw / "nothing.csv").symlink_to(raw / "gone")
    (raw / "a.csv").symlink_to(raw / "b.csv")
    (raw / "b.csv").symlink_to(raw / "a.csv")
    (raw / "up").symlink_to(raw.parent)
    for name in ("x.csv.part", "x.crdownload", "x.tmp"):
        (raw / name).write_bytes(good_csv([3]))
    (raw / "c").mkdir()
    (raw / "c" / "real.csv").write_bytes(good_csv([4]))
    (raw / "link.csv").symlink_to(raw / "c" / "real.csv")
    with Guard(using, sheets.layouts()) as reader:
        outcomes = {o.file_name: o for o in (reader.read(path) for path in ingest.raw_files(using))}
    assert all(not o.landed and len(o.refused) == 1 for o in outcomes.values() if o.refused)
    said = {name: o.refused[0].reason_en if o.refused else "read" for name, o in outcomes.items()}
    unfinished = "its name says that a copy or download has not come to its end"
    assert said == {
        "folder.xlsx": "a folder that is named like a file",
        "pipe.csv": "a pipe, a socket or a device, no file",
        "socket.csv": "a pipe, a socket or a device, no file",
        "outside.csv": "a link that leads out of the folder, or to a folder",
        "device.csv": "a link that leads out of the folder, or to a folder",
        "up": "a link that leads out of the folder, or to a folder",
        "nothing.csv": "a link that leads nowhere or in a circle",
        "a.csv": "a link that leads nowhere or in a circle",
        "b.csv": "a link that leads nowhere or in a circle",
        "x.csv.part": unfinished,
        "x.crdownload": unfinished,
        "x.tmp": unfinished,
        "c/real.csv": "read",
        "link.csv": "read",
    }


@posix_only
def test_a_raw_folder_that_is_itself_a_link_is_read(using):
    (using.raw.parent / "elsewhere").mkdir()
    (using.raw.parent / "elsewhere" / "a.csv").write_bytes(good_csv([1]))
    using.raw.rmdir()
    using.raw.symlink_to(using.raw.parent / "elsewhere")
    with Guard(using, sheets.layouts()) as reader:
        (outcome,) = [reader.read(path) for path in ingest.raw_files(using)]
    assert outcome.file_name == "a.csv" and outcome.landed


CLOSED = """
import os, pathlib, sys
from flows.reading import ingest
from tests.flows import sheets
b"x".decode("utf-8-sig")  # that user may not read the standard library
os.setuid(65534)
using = sheets.settings(pathlib.Path(sys.argv[1]))
for path in ingest.raw_files(using):
    try:
        print(path.name, ingest.ingest_file(path, using, []).refused[0].reason_en)
    except OSError as trouble:
        print(path.name, ingest.locked_file(path, using, trouble).refused[0].reason_en)
"""


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="as root another user can be stood in for")
def test_what_may_not_be_opened_is_told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("closed")
    using = sheets.settings(folder)
    (using.raw / "shut").mkdir()
    (using.raw / "shut" / "a.csv").write_bytes(good_csv([1]))
    (using.raw / "b.csv").write_bytes(good_csv([2]))
    (using.raw / "shut").chmod(0)
    (using.raw / "b.csv").chmod(0)
    for above in (folder, *folder.parents[:3]):
        above.chmod(0o755)
    told = subprocess.run(
        [sys.executable, "-c", CLOSED, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.stdout.splitlines() == [
        "b.csv the file is locked (PermissionError)",
        "shut the folder cannot be opened",
    ], told.stderr


@posix_only
@pytest.mark.parametrize("card", ["pipe", "folder", "deep", "large", "half a letter"])
def test_a_hostile_origin_card_refuses_its_file(using, card):
    path = using.raw / "a.csv"
    path.write_bytes(good_csv([1]))
    beside = Path(f"{path}.origin.json")
    if card == "pipe":
        os.mkfifo(beside)
    elif card == "folder":
        beside.mkdir()
    else:
        deep, large, half = "[" * 60_000, '{"sender": "' + "6" * 70_000 + '"}', '{"sender": "\\ud800"}'
        beside.write_text({"deep": deep, "large": large, "half a letter": half}[card], encoding="utf-8")
    with Guard(using, sheets.layouts()) as reader:
        (refusal,) = reader.read(path).refused
    assert "origin card" in refusal.reason_en
