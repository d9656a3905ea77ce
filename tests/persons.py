"""Invented persons in many spellings, planted wherever an extract has a place, and looked for in all that is stored.

Every planted person is another one, so that whatever is found says where it stood. By hand, with persons in each
column of every layout, which takes minutes:

    python -m tests.persons
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

import duckdb

from flows import ROOT
from flows.common.letters import plain_letters
from flows.tables.layouts import Layout, load_layouts
from tests.casebook import LAYOUTS, Casebook
from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row
from tests.person_spellings import SPELLINGS
from tests.test_privacy import (
    WINDOW,
    headings_of,
    sound_value,
    unaccented,
    write_csv,
)

LOWEST = 7  # digits: a shorter number is nobody's


@dataclass
class Planted:
    """Who was planted where: what a search finds → (place, spelling)."""

    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    numbers: dict[str, tuple[str, str]] = field(default_factory=dict)
    starts: set[str] = field(default_factory=set)

    def one(self, place: str, spelling: str) -> str:
        """The text of a new person."""
        chance = random.Random(f"{place} {spelling}")
        while True:
            text, found = SPELLINGS[spelling](chance)
            among = self.numbers if found.isdigit() else self.names
            if found not in among:
                break
        among[found] = (place, spelling)
        if not found.isdigit():
            self.starts |= {found[:end] for end in range(1, len(found) + 1)}
        return text

    def every(self, place: str) -> Iterator[str]:
        return (self.one(place, spelling) for spelling in SPELLINGS)

    def found_in(self, text: str) -> set[str]:
        """Whose name or number stands in a text, whatever its accents, case, signs and digits."""
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
        text = plain_letters(unicodedata.normalize("NFC", text))
        runs = (re.sub(r"\D", "", run) for run in re.findall(r"[0-9](?:[\W_]{0,2}[0-9]){7,}", text))
        starts = [run[i:] for run in runs if len(run) <= 20 for i in range(len(run) - LOWEST)]
        found = {number for start in starts for end in (9, 11) if (number := start[:end]) in self.numbers}
        words = re.findall(r"[^\W\d_]+", unaccented(text).casefold())
        for i, word in enumerate(words):
            ahead = i
            while word in self.starts:
                if word in self.names:
                    found.add(word)
                ahead += 1
                if ahead == len(words):
                    break
                word += words[ahead]
        return found


def plant(raw: Path, planted: Planted, whole: bool = False) -> None:
    """Extracts with persons in the names of files, folders, sheets, members and keys, in headings, titles, groups,
    sums and signatures, and in every column: of the case list, or with `whole` of every layout.
    """
    _names(raw, planted)
    _furniture(raw, planted)
    for layout in load_layouts(LAYOUTS):
        if whole or layout.layout_id in ("onestop_case_list", "petitions"):
            write_csv(raw / f"{layout.layout_id}.csv", list(_columns(layout, planted)))


def _safe(text: str) -> str:
    return re.sub(r"[/\\\[\]:*?]", "-", text)


def _names(raw: Path, planted: Planted) -> None:
    numbers = iter(range(1, 10**6))
    pages, headed = [], []
    with zipfile.ZipFile(raw / "ho_so.zip", "w") as packed:
        for spelling in SPELLINGS:
            row = dict(zip(HEADINGS, case_row(next(numbers)), strict=True))
            key = planted.one("JSON key", spelling)
            packed.writestr(f"{next(numbers)}.json", json.dumps([row | {key: "x"}] * 2, ensure_ascii=False))
            tag, told = planted.one("XML tag", spelling), planted.one("XML attribute", spelling)
            tags = "".join(f"<{_tag(name)}>{value}</{_tag(name)}>" for name, value in (row | {tag: "x"}).items())
            packed.writestr(
                f"{next(numbers)}.xml",
                f"<list><record id={quoteattr(told)}>{tags}</record><record>{tags}</record></list>",
            )
            content = "\n".join(",".join(line) for line in ([*HEADINGS], case_row(next(numbers))))
            packed.writestr(f"{_safe(planted.one('member name', spelling))}.csv", content)
            pages.append([HEADINGS, case_row(next(numbers))])
            headed.append([[*HEADINGS, planted.one("heading", spelling)], [*case_row(next(numbers)), "x"]])
    titles = [f"{_safe(text)[:31].rstrip()}" for text in planted.every("sheet name")]
    sheets.write_xlsx(raw / "trang.xlsx", *pages, names=titles)
    sheets.write_xlsx(raw / "tieu_de.xlsx", *headed)
    for first in range(0, len(SPELLINGS), 4):
        _paths(raw, planted, list(SPELLINGS)[first : first + 4], next(numbers))


def _paths(raw: Path, planted: Planted, spellings: list[str], number: int) -> None:
    """One file: its folders in each other, several persons in its name, one more in each field of its card."""
    folder = raw.joinpath(*(_safe(planted.one("folder name", spelling)) for spelling in spellings))
    folder.mkdir(parents=True)
    named = " 1 ".join(_safe(planted.one("file name", spelling)) for spelling in spellings)
    file = folder / f"ho_so_{named}.csv"
    sheets.write_csv(file, [HEADINGS, case_row(number)])
    card = {
        "sender": "; ".join(planted.one("sender", spelling) for spelling in spellings),
        "covers": [planted.one("covered unit", spelling) for spelling in spellings],
    }
    file.with_name(f"{file.name}.origin.json").write_text(json.dumps(card), encoding="utf-8")


def _tag(name: str) -> str:
    return "t" + re.sub(r"[^\w.]", "_", name)


def _furniture(raw: Path, planted: Planted) -> None:
    rows = [[text] for text in planted.every("title row")] + [HEADINGS]
    number = 5000
    for text in planted.every("group row"):
        rows += [[text], case_row(number := number + 1)]
    for text in planted.every("sector row"):
        rows += [[f"Lĩnh vực: {text}"], case_row(number := number + 1)]
    rows += [[f"Tổng số: {text}"] for text in planted.every("total row")]
    rows += [["NGƯỜI LẬP BIỂU"], *([None, None, None, text] for text in planted.every("signature row"))]
    sheets.write_xlsx(raw / "nhom.xlsx", rows)
    undeclared = [[*HEADINGS, "Một cột lạ"]]
    undeclared += [[*case_row(6000 + n), text] for n, text in enumerate(planted.every("undeclared column"))]
    sheets.write_csv(raw / "cot_la.csv", undeclared)


def _columns(layout: Layout, planted: Planted) -> Iterator[dict[str, str]]:
    """One person a row, and three sound rows after it, so that no column is full of persons."""
    number = 0
    for column, name in headings_of(layout).items():
        group = layout.passes.get(name, "") if name else ""
        for text in planted.every(f"{layout.layout_id}: {column} ({group or 'not read'})"):
            for value in (text, None, None, None):
                number += 1
                row = {
                    heading: sound_value(layout, field, number % 300) if field else str(number)
                    for heading, field in headings_of(layout).items()
                }
                yield row | ({column: value} if value is not None else {})


def audit(book: Casebook, written: Path, *options: str) -> subprocess.CompletedProcess:
    """A real audit whose every trace lies in `written`."""
    (written / "prefect").mkdir(parents=True, exist_ok=True)
    folders = {"raw": book.raw, "reference": book.references, "marts": written / "marts"}
    given = [option for name, path in folders.items() for option in (f"--{name}", str(path))]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "ONESTOP"))}
    command = [sys.executable, "-c", "from flows.cli import main; main()", "audit", *given, *WINDOW, *options]
    environment = {**inherited, "PREFECT_HOME": str(written / "prefect")}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)


def stored(written: Path, local: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """All that a run has written, but for what is meant to stay on this machine; and the names of the files."""
    yield "names of files", "\n".join(path.relative_to(written).as_posix() for path in written.rglob("*"))
    for path in sorted(path for path in written.rglob("*") if path.is_file() and path.name not in local):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    yield f"{path.name}/{name}", packed.read(name).decode("utf-8", "replace")
        elif path.suffix == ".parquet":
            yield path.name, str(duckdb.execute("select * from read_parquet(?)", [str(path)]).fetchall())
        else:
            yield path.name, path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall():
                    yield path.name, str(connection.execute(f'select * from "{name}"').fetchall())


def table(planted: Planted, found: dict[str, set[str]]) -> str:
    """Place by place how many persons were planted and how many found again, then in which spellings and files."""
    everybody = planted.names | planted.numbers
    reached = {person: everybody[person] for some in found.values() for person in some}
    counted, hits = Counter(place for place, _ in everybody.values()), Counter(place for place, _ in reached.values())
    lines = [f"{hits[place]:4} of {many:4}  {place}" for place, many in counted.items()]
    lines.append(f"{len(reached):4} of {len(everybody):4}  all")
    lines += [f"  {many:4}  {told}" for told, many in Counter(told for _, told in reached.values()).most_common()]
    return "\n".join(lines + [f"  {len(some):4}  in {name}" for name, some in found.items()])


def main() -> None:
    """The whole trial. Its exit code is 1 when a person is found."""
    from flows.door.names import LOCAL

    with tempfile.TemporaryDirectory() as folder:
        book, written, planted = Casebook(Path(folder) / "book", names_pass=False), Path(folder) / "written", Planted()
        plant(book.raw, planted, whole=True)
        said = audit(book, written)
        found = {name: some for name, text in stored(written, LOCAL) if (some := planted.found_in(text))}
        print(table(planted, found))
        print(f"exit code {said.returncode}", said.stderr[-500:])
        for name, some in found.items():
            for person in sorted(some)[:40]:
                print(name, person, *(planted.names | planted.numbers)[person], sep=" | ")
        sys.exit(bool(found))


if __name__ == "__main__":
    main()
