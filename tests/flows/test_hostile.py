"""Files meant to break their reader: each is read, or gets one clear refusal; nothing hangs, nothing leaks out."""

import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pytest

from flows import ROOT
from flows.common import errors
from flows.common.limits import Limits
from flows.common.settings import Settings
from flows.reading import guard
from flows.reading.guard import Guard
from flows.reading.ingest import FileOutcome
from tests.casebook import Casebook
from tests.flows import hostile, sheets
from tests.flows.hostile import MAGIC, SECRET, SHEET, good_csv, good_json, good_parquet, good_xlsx
from tests.flows.sheets import HEADINGS, case_row

SECONDS = 60
LIMITS = Limits(memory_mb=800, seconds_per_file=SECONDS, unpacked_mb=500, members=1000)


@dataclass
class Desk:
    """A raw folder and the one reader of all its files."""

    using: Settings
    reader: Guard

    def read(self, name: str, content: bytes) -> FileOutcome:
        path = self.using.raw / name
        path.write_bytes(content)
        started = time.monotonic()
        outcome = self.reader.read(path)
        assert time.monotonic() - started < SECONDS + 10
        assert outcome.landed or outcome.refused
        for refusal in outcome.refused:
            assert refusal.reason_vi and refusal.reason_en and refusal.todo_vi and refusal.todo_en
        return outcome

    def refuse(self, name: str, content: bytes) -> errors.Refusal:
        outcome = self.read(name, content)
        assert not outcome.landed
        return outcome.refused[0]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    using = sheets.settings(tmp_path_factory.mktemp("hostile"), limits=LIMITS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(guard, "SETTLED_SECONDS", 0)
        with Guard(using, sheets.layouts()) as reader:
            yield Desk(using, reader)


def _rows(outcome: FileOutcome) -> int:
    return sum(landed.rows_read for landed in outcome.landed)


def _laughing(part: str) -> bytes:
    return hostile.with_entity(good_xlsx(), part, hostile.billion_laughs())


NEVER_CLOSED = (",".join(HEADINGS) + '\n1,"abc\n' + ("x" * 1000 + "\n") * 4000).encode()

# what it is | name | how it is made
REFUSED: list[tuple[str, str, Callable[[], bytes]]] = [
    ("sheet of 2 GB", "a.xlsx", lambda: hostile.sheet_bomb(2000)),
    ("sheet of 2 GB that says 5 kB", "b.xlsx", lambda: hostile.sheet_bomb(2000, says=5000)),
    ("line of 3 GB in a zip", "c.zip", lambda: hostile.text_bomb(3000)),
    ("zip in zip in zip", "d.zip", lambda: hostile.nested(good_csv([1]), "a.csv", 30)),
    ("zip bomb in zips", "e.zip", lambda: hostile.nested(hostile.text_bomb(2000), "a.zip", 2)),
    ("5,000 members", "f.zip", lambda: hostile.zip_of({f"{n}.csv": b"" for n in range(5000)})),
    ("laughs in the texts", "g.xlsx", lambda: _laughing("sharedStrings.xml")),
    ("laughs in the sheet", "h.xlsx", lambda: hostile.with_entity(_inline(), SHEET, hostile.billion_laughs())),
    ("laughs in SpreadsheetML", "i.xls", lambda: hostile.spreadsheet_ml(hostile.billion_laughs())),
    ("a NUL byte in a cell", "j.csv", lambda: good_csv([1, 2]).replace("Người thứ 1".encode(), b"Ng\0")),
    ("quote never closed", "k.csv", lambda: NEVER_CLOSED),
    ("JSON 100,000 deep", "l.json", lambda: hostile.deep_json(100_000)),
    ("16,384 columns", "m.xlsx", lambda: hostile.wide(16_384, ".xlsx")),
    ("16,384 columns of text", "n.csv", lambda: hostile.wide(16_384, ".csv")),
    ("Parquet with a footer of 2 GB", "o.parquet", lambda: hostile.absurd_parquet(0x7FFFFFFF)),
    ("Parquet with a footer of nothing", "p.parquet", lambda: hostile.absurd_parquet(0)),
    ("only NUL bytes", "q.csv", lambda: b"\0" * 5_000_000),
    *(
        (f"{percent}% of {name}", name, lambda make=make, percent=percent: make()[: len(make()) * percent // 100])
        for percent in (10, 50, 97)
        for name, make in {
            "r.xlsx": good_xlsx,
            "s.zip": lambda: hostile.zip_of({"a.csv": good_csv([1, 2, 3])}),
            "t.parquet": good_parquet,
            "u.json": good_json,
        }.items()
    ),
    *(
        (f"random {kind}", name, lambda magic=magic, kind=kind: magic + random.Random(kind).randbytes(20_000))
        for kind, magic in MAGIC.items()
        for name in ("v.bin", "w.csv", "x.xlsx")
    ),
]


def _inline() -> bytes:
    """A workbook whose texts stand in the sheet itself."""
    return hostile.with_member(good_xlsx(), SHEET, lambda xml: xml.replace(b"<v>0</v>", "<v>UBND xã</v>".encode()))


@pytest.mark.parametrize(("name", "make"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_it_is_refused(desk, name, make):
    refusal = desk.refuse(name, make())
    assert "broke down" not in refusal.reason_en and f"{SECONDS} seconds" not in refusal.reason_en


# what it is | name | how it is made | rows
READ: list[tuple[str, str, Callable[[], bytes], int]] = [
    ("a million empty rows", "a.xlsx", lambda: hostile.empty_rows(1_000_000), 2),
    ("a million empty lines", "b.csv", lambda: good_csv([1]) + b",,,,,,,\r\n" * 1_000_000 + good_csv([2])[-130:], 2),
    ("300 columns", "c.xlsx", lambda: hostile.wide(300, ".xlsx"), 1),
    ("100 columns of text", "d.csv", lambda: hostile.wide(100, ".csv"), 1),
    ("line of 200 MB under the table", "e.csv", lambda: good_csv([1]) + b"0" * (200 << 20), 1),
]


@pytest.mark.parametrize(("name", "make", "rows"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_it_is_read(desk, name, make, rows):
    outcome = desk.read(name, make())
    assert (_rows(outcome), outcome.refused) == (rows, [])


@pytest.mark.parametrize("part", ["sharedStrings.xml", SHEET, "xl/workbook.xml", "[Content_Types].xml", "xml"])
def test_no_entity_reads_a_file_of_this_machine(desk, part):
    secret = desk.using.raw.parent / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    entity = hostile.reads_a_file(secret)
    made = hostile.spreadsheet_ml(entity) if part == "xml" else hostile.with_entity(_inline(), part, entity)
    outcome = desk.read("entity.xls" if part == "xml" else "entity.xlsx", made)
    landed = [sheets.landed_rows(outcome, desk.using)] if outcome.landed else []
    assert SECRET not in json.dumps([asdict(outcome), landed], ensure_ascii=False)


def test_a_member_goes_nowhere_but_into_the_landed_rows(desk):
    above = desk.using.raw.parent
    target = above / "target.csv"
    target.write_bytes(good_csv([9]))
    members = {
        name: good_csv([number])
        for number, name in enumerate(["../../up.csv", f"{above}/root.csv", "C:\\c.csv", "..\\..\\up2.csv", "a/ok.csv"])
    }
    before = {path for path in above.parent.rglob("*") if "landed" not in path.parts}
    outcome = desk.read("paths.zip", hostile.zip_of(members, {"link.csv": str(target), "b": ".."}))
    after = {path for path in above.parent.rglob("*") if "landed" not in path.parts}
    assert {path.name for path in after - before} <= {"paths.zip"}
    numbers = {row["case_id"] for row in sheets.landed_rows(outcome, desk.using)} if outcome.landed else set()
    assert "000.00.11.H34-200603-0009" not in numbers  # what a link leads to is not in the archive
    assert not [path for path in desk.using.landed.rglob("*") if path.name in ("ok.csv", "up.csv")]


FUZZED = {
    "f.xlsx": good_xlsx,
    "f.csv": lambda: good_csv(list(range(1, 30))),
    "f.json": lambda: good_json(10),
    "f.parquet": good_parquet,
    "f.zip": lambda: hostile.zip_of({"a.csv": good_csv([1, 2]), "b.xlsx": good_xlsx()}),
    "f.xls": hostile.spreadsheet_ml,
}


@pytest.mark.parametrize("name", FUZZED)
def test_a_good_file_with_some_bytes_changed_breaks_nothing(desk, name):
    good, chance = FUZZED[name](), random.Random(name)
    broken = {}
    for number in range(40):
        outcome = desk.read(name, hostile.mutated(good, chance))
        told = " ".join(refusal.reason_en for refusal in outcome.refused)
        if "broke down" in told or "MB of memory" in told or "seconds" in told:
            broken[number] = told
    assert broken == {}


def _onestop(*arguments: str, home: Path) -> subprocess.CompletedProcess:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    return subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", *arguments],
        cwd=ROOT,
        env={**inherited, "PREFECT_HOME": str(home)},
        capture_output=True,
        timeout=300,
        check=False,
    )


def test_the_others_are_audited_and_each_hostile_file_is_refused_once(tmp_path, monkeypatch):
    book = Casebook(tmp_path / "book")
    text = (ROOT / "data" / "reference" / "audit.toml").read_text(encoding="utf-8")
    (book.references / "audit.toml").write_text(text.replace("memory_mb = 2000", "memory_mb = 800"), "utf-8")
    broken = {
        "bomb.xlsx": hostile.sheet_bomb(2000, says=5000),
        "laughs.xls": hostile.spreadsheet_ml(hostile.billion_laughs()),
        "half.xlsx": good_xlsx()[:3000],
        "noise.bin": random.Random(1).randbytes(5000),
        "zips.zip": hostile.nested(good_csv([1]), "a.csv", 30),
        "later.csv.part": good_csv([5]),
    }
    for name, content in broken.items():
        (book.raw / name).write_bytes(content)
    (book.raw / "folder.xlsx").mkdir()
    (book.raw / "circle.csv").symlink_to(book.raw / "circle.csv")
    os.mkfifo(book.raw / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(book.raw)  # the name of a socket must be short
        listening.bind("socket.csv")
    (book.raw / "up").symlink_to(book.raw)
    odd = os.fsencode(book.raw) + b"/\x1b[31m\n[red]%s\xe2\x80\xaegnp\xff.csv"
    Path(os.fsdecode(odd)).write_bytes(good_csv([1]))
    sheets.write_xlsx(book.raw / "good.xlsx", [HEADINGS, case_row(2)])
    folders = [f"--{n}={v}" for n, v in (("raw", book.raw), ("reference", book.references), ("marts", tmp_path / "m"))]
    run = _onestop("audit", *folders, "--lang", "en", home=tmp_path / "prefect")
    told = run.stdout.decode() + run.stderr.decode()
    assert run.returncode == errors.EXIT_REFUSED, told
    assert "Traceback" not in told and "\x1b" not in told and "\u202e" not in told and run.stderr == b""
    with duckdb.connect(str(tmp_path / "m" / "latest" / "audit.duckdb"), read_only=True) as marts:
        extracts = marts.sql("select file_name, outcome, rows_read from extracts order by all").fetchall()
        cases = marts.sql("select case_id from cases order by all").fetchall()
    shown = r"\x1b[31m\x0a[red]%s\u202egnp\xff.csv"
    refused = {*broken, "folder.xlsx", "circle.csv", "pipe.csv", "socket.csv", "up"}
    expected = [(name, "refused", 0) for name in refused] + [("good.xlsx", "read", 1), (shown, "read", 1)]
    assert sorted(extracts, key=str) == sorted(expected, key=str)
    assert [case_id[-4:] for (case_id,) in cases] == ["0001", "0002"]
    assert not list((tmp_path / "landed").glob(f"{guard.SCRATCH}*"))
