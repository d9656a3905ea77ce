"""Names that are written to be run: in every position a name has, they are names. One audit over all of them, from a
folder that lays traps of its own, is searched for what they would have done.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import openpyxl
import pytest

from flows import ROOT
from flows.common import errors
from tests.casebook import Casebook
from tests.flows import hostile, offices, sheets
from tests.flows.sheets import HEADINGS, case_row

TOKEN = "QZX7"  # stands in every name, so that it can be searched for
NAMES = [
    "{x.__class__}",
    "{0}",
    "{guard._settings.personal_key}",
    "{guard._settings.personal_key._Secret__reveal.__closure__[0].cell_contents}",
    "{D0A3C7}",
    "{",
    "%s %(asctime)s %n",
    "$HOME ${HOME} `touch marker` $(touch marker)",
    "=cmd|' &calc'!A0",
    '=HYPERLINK("http:&&evil.example")',
    "<script>alert(1)<&script>",
    "'; drop table cases; --",
    '"; drop table cases; --',
    "\x1b[31m\x1b]8;;http:&&evil.example\x07",
    "[red]rich[/red] [link=http:&&evil.example]",
    "dài " * 45,
    "line\nbreak\r",
    "\u202egnp.elif",
]
HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _name(number: int) -> str:
    """As a file can bear it: without slashes, 200 bytes at most."""
    return f"{TOKEN}{number:02d} " + NAMES[number].replace("&", "∕").replace("/", "∕").encode()[:190].decode(
        errors="ignore"
    ).rstrip(" ")


@dataclass
class Audited:
    folder: Path
    said: subprocess.CompletedProcess

    @property
    def written(self) -> Path:
        return self.folder / "{written} QZX7 [b]"

    @property
    def latest(self) -> Path:
        return self.written / f"{TOKEN} $HOME a=%41#'; {{x}}" / "latest"

    @property
    def key(self) -> str:
        return (self.written / ".onestop-key").read_text().strip()


def _deliver(raw: Path) -> None:
    """Extracts whose files, folders, sheets, members, headings, keys, cells and senders bear the names."""
    members, pages, every = {}, [], range(len(NAMES))
    for number in every:
        name = _name(number)
        sheets.write_csv(raw / f"{name}.csv", [HEADINGS, case_row(number)])
        card = raw / f"{name}.csv.origin.json"
        card.write_text(json.dumps({"sender": name}), encoding="utf-8")
        members[f"{name}.csv"] = hostile.good_csv([200 + number])
        pages.append([HEADINGS, case_row(300 + number)])
        if number % 3 == 2:
            (raw / f"{name} folder").mkdir()
            sheets.write_csv(raw / f"{name} folder" / "a.csv", [HEADINGS, case_row(100 + number)])
    (raw / "members.zip").write_bytes(hostile.zip_of(members))
    titles = [re.sub(r"[\[\]:*?/\\'\x00-\x1f]", "_", _name(number))[:31] for number in every]
    sheets.write_xlsx(raw / "sheets.xlsx", *pages, names=titles)
    headings = [[*HEADINGS, *map(_name, every)], [*case_row(400), *["x"] * len(NAMES)]]
    sheets.write_csv(raw / "headings.csv", headings)
    (raw / "keys.json").write_text(json.dumps([dict.fromkeys(map(_name, every), n) for n in (1, 2)]), encoding="utf-8")
    cells = [case_row(500 + n, c4=_name(n), c7=_name(n), c5=_name(n)) for n in range(len(NAMES))]
    sheets.write_csv(raw / "cells.csv", [HEADINGS, *cells])


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    folder = tmp_path_factory.mktemp("names")
    book = Casebook(folder / "book", names_pass=False)
    raw = folder / f"{TOKEN} {{guard}} %s [red] ' raw"
    raw.mkdir()
    (raw.parent / "{written} QZX7 [b]").mkdir()
    offices.lay_traps(raw, folder / "marker")
    _deliver(raw)
    (book.references / "unit_aliases.csv").write_text(
        "alias,district_code,unit_code\n" + f'"{TOKEN} {{x}} =1+1 [red]",,608\n', encoding="utf-8"
    )
    run = Audited(folder, None)
    places = {"raw": raw, "reference": book.references, "marts": run.latest.parent}
    options = [f"--{name}={path}" for name, path in places.items()]
    window = ["--from", "2020-06-01", "--to", "2021-04-30"]
    run.said = offices.onestop(raw, folder / "prefect", "audit", *options, *window)
    return run


def test_the_good_files_are_audited(audited):
    assert audited.said.returncode == errors.EXIT_REFUSED, audited.said.stderr.decode()
    assert b"Traceback" not in audited.said.stdout + audited.said.stderr and audited.said.stderr == b""
    with duckdb.connect(str(audited.latest / "audit.duckdb"), read_only=True) as connection:
        found = {case_id[-4:] for (case_id,) in connection.execute("select case_id from cases").fetchall()}
    expected = {f"{hundred + n:04d}" for hundred in (0, 200, 300) for n in range(len(NAMES))}
    expected |= {f"{100 + n:04d}" for n in range(2, len(NAMES), 3)}
    assert expected - found == set()


def test_nothing_was_run(audited):
    assert not (audited.folder / "marker").exists()
    assert not list(audited.folder.rglob("marker"))


def test_prefect_keeps_no_word_of_the_users_and_nobody_the_key(audited):
    kept = offices.bytes_below(audited.folder / "prefect")
    assert b"read 1 of " in kept["prefect.db"], "the search must be able to find things"
    assert [name for name, content in kept.items() if TOKEN.encode() in content] == []
    key = bytes.fromhex(audited.key)
    shapes = [key, key.hex().encode(), repr(key)[2:-1].encode(), key.hex().upper().encode()]
    written = {**kept, **offices.bytes_below(audited.written), "screen": audited.said.stdout}
    del written[".onestop-key"]
    assert {"ledger.jsonl", "audit.duckdb", "findings.xlsx", "run.json"} <= written.keys()
    assert [name for name, content in written.items() if any(shape in content for shape in shapes)] == []


def test_the_terminal_is_told_words_only(audited):
    screen = audited.said.stdout.decode()
    assert HARMFUL.findall(screen) == [] and len(screen.splitlines()) < 25


def test_a_cell_of_the_workbook_is_a_text(audited):
    for name in ("findings.xlsx", "bieu_06.xlsx"):
        book = openpyxl.load_workbook(audited.latest / name)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
        assert [cell.coordinate for cell in cells if TOKEN in str(cell.value)] == []
        assert name != "findings.xlsx" or [cell for cell in cells if "‹x" in str(cell.value)]


@pytest.mark.parametrize("where", ["raw", "as a library"])
def test_inspect_runs_nothing_and_writes_words_only(audited, where):
    raw = audited.folder / f"{TOKEN} {{guard}} %s [red] ' raw"
    if where == "raw":
        told = offices.onestop(
            raw, audited.folder / "prefect", "inspect", "cells.csv", "headings.csv", "keys.json", f"{_name(13)}.csv"
        )
    else:  # the current folder on the import path, as `-m` and `-c` put it there once Python has begun
        environment = offices.environment(audited.folder / "prefect")
        command = [
            sys.executable,
            "-P",
            "-c",
            f"import sys; sys.path[:0] = ['', {str(ROOT)!r}]; import flows.cli as c; ",
        ]
        command[-1] += "sys.argv = ['onestop', 'inspect', 'cells.csv']; c.main()"
        told = subprocess.run(command, cwd=raw, env=environment, capture_output=True, check=False)
    screen = told.stdout.decode()
    assert "onestop_case_list" in screen, told.stderr.decode()
    assert HARMFUL.findall(screen + told.stderr.decode()) == [] and "Traceback" not in told.stderr.decode()
    assert not (audited.folder / "marker").exists()


@pytest.mark.skipif(os.name == "nt", reason="the shell's own")
def test_a_file_that_is_not_there_is_told_without_harm(audited):
    told = offices.onestop(audited.folder, audited.folder / "prefect", "inspect", "a\x1b[31m\u202e.csv")
    assert told.returncode == errors.EXIT_USAGE
    assert HARMFUL.findall(told.stderr.decode()) == []
