"""Nobody gets in: 1,000 invented persons in every column of every layout, then every byte of a run is searched.

The names below are random combinations of common Vietnamese name words; numbers and addresses are drawn. All invented.
"""

import csv
import json
import os
import random
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from flows import ROOT
from flows.tables.layouts import Layout, load_layouts
from tests.casebook import LAYOUTS, Casebook

PEOPLE = 1_000
WORDS = re.compile(r"\S+")
FAMILY = WORDS.findall(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Lâm Mai Hà Cao Rơ Ksor Siu"
)
MIDDLE = WORDS.findall("Văn Thị Đức Hữu Minh Ngọc Quốc Thanh Xuân Kim Công Bảo Đình Khánh")
GIVEN = WORDS.findall("An Bình Chi Dũng Giang Hà Hải Hòa Hùng Lan Linh Long Mai Nam Nga Phương Quân Sơn Tâm Thảo Yến")
ROWS = 240
WINDOW = ("--from", "2020-06-01", "--to", "2021-04-30")
EVERY = 12  # one row in so many holds a person in a column that else holds what it should


def _people() -> list[tuple[str, str, str, str]]:
    """Name, phone, identity number, e-mail of each, from one seed."""
    draw = random.Random(20210430)
    names: dict[str, None] = {}
    while len(names) < PEOPLE:
        names[" ".join(draw.choice(words) for words in (FAMILY, MIDDLE, GIVEN))] = None
    styles = (str, str, str.upper, unaccented)
    return [
        (
            styles[number % 4](name),
            f"0{draw.choice('35789')}{draw.randrange(10**8):08d}",
            f"0{draw.randrange(10**11):011d}" if number % 2 else f"{draw.randrange(10**9):09d}",
            f"nguoi{number}.hucau{draw.randrange(10**6)}@thu-dien-tu.example",
        )
        for number, name in enumerate(names)
    ]


def unaccented(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


PERSONS = _people()


def sound_value(layout: Layout, field: str, number: int) -> str:
    """What a sound extract holds in a field."""
    group = layout.passes[field]
    day = date(2020, 6, 3) + timedelta(days=number)
    if group == "codes":
        return f"000.00.11.H34-{day:%y%m%d}-{number:04d}" if field.endswith("id") else "1.000656"
    if group == "times":
        return f"{day:%Y%m%d}080000" if layout.date_order == "ymd" else f"{day:%d/%m/%Y} 08:00:00"
    known = {"numbers": str(number), "units": "UBND xã Xốp, huyện Đắk Glei", "flags": "Thiếu bản sao"}
    words = {"status": "Đang xử lý", "channel": "Trực tiếp", "service_level": "Mức độ 3", "level": "Cấp xã"}
    return known.get(group) or words.get(field, "Đất đai")


def headings_of(layout: Layout) -> dict[str, str | None]:
    """One heading for each column that a layout knows, with the field that it feeds."""
    tables = (layout.fields, layout.presence, layout.hashed)
    fields = {headings[0]: field for table in tables for field, headings in table.items()}
    return fields | dict.fromkeys([*layout.dropped, *layout.ignored])


def _table(layout: Layout, persons: Iterator[str], everywhere: str | None = None) -> list[dict[str, str]]:
    """Rows of a sound extract with a person here and there in each column, and in all rows of one."""
    rows = []
    for number in range(1, ROWS + 1):
        row = {}
        for place, (heading, field) in enumerate(headings_of(layout).items()):
            sound = sound_value(layout, field, number) if field else str(number)
            is_planted = heading == everywhere or (number + place) % EVERY == 0
            row[heading] = next(persons) if is_planted else sound
        rows.append(row)
    return rows


def _plant(raw: Path) -> None:
    """A csv (for records a JSON) of every layout, and case lists with one column full of persons each."""
    persons = (person[number % 4] for number in range(10**9) for person in [PERSONS[(number // 4) % PEOPLE]])
    for layout in load_layouts(LAYOUTS):
        rows = _table(layout, persons)
        if layout.layout_id in ("national_sync", "igate_dossiers"):
            (raw / f"{layout.layout_id}.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        else:
            write_csv(raw / f"{layout.layout_id}.csv", rows)
    cases = next(layout for layout in load_layouts(LAYOUTS) if layout.layout_id == "onestop_case_list")
    for number, heading in enumerate(heading for heading, field in headings_of(cases).items() if field):
        full = (person[number % 2] for _ in range(10**9) for person in PERSONS)  # names here, phone numbers there
        write_csv(raw / f"full_{number}.csv", _table(cases, full, heading)[:60])


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """All that the files of a folder say: their bytes, and what is packed in Parquet, DuckDB and zip files."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        yield path.name, content.decode("utf-8", errors="replace")
        if path.suffix not in (".parquet", ".duckdb"):
            yield path.name, content.decode("utf-16-le", errors="replace")
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                yield from (
                    (f"{path.name}/{name}", packed.read(name).decode("utf-8", "replace")) for name in packed.namelist()
                )
        with duckdb.connect() as connection:
            if path.suffix == ".parquet":
                yield path.name, str(connection.execute("select * from read_parquet(?)", [str(path)]).fetchall())
            if path.suffix == ".duckdb":
                connection.execute(f"attach '{path}' as published (read_only)")
                for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
                    yield path.name, str(connection.execute(f'select * from published."{table}"').fetchall())


NAMES = {unaccented(name).casefold() for name, *_ in PERSONS}
NUMBERS = {number for _, *numbers in PERSONS for number in numbers[:2]}
MAILS = {mail for *_, mail in PERSONS}
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def persons_in(text: str) -> set[str]:
    """The planted names, numbers and addresses that a text holds, however it spells their letters."""
    text = _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)
    words = re.findall(r"[^\W\d_]+", unaccented(unicodedata.normalize("NFC", text)).casefold())
    triples = {" ".join(words[i : i + 3]) for i in range(len(words) - 2)}
    digits = set(re.findall(r"\d{9,12}", text))
    return (triples & NAMES) | (digits & NUMBERS) | (set(re.findall(r"[\w.]+@[\w.-]+", text)) & MAILS)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess]:
    """An audit over planted extracts: the folder of all that it wrote, and what it said."""
    folder = tmp_path_factory.mktemp("planted")
    book, written = Casebook(folder / "book", names_pass=False), folder / "written"
    _plant(book.raw)
    (written / "prefect").mkdir(parents=True)
    folders = {"raw": book.raw, "reference": book.references, "marts": written / "marts"}
    options = [option for name, path in folders.items() for option in (f"--{name}", str(path))]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    command = [sys.executable, "-c", "from flows.cli import main; main()", "audit", *options, *WINDOW]
    environment = {**inherited, "PREFECT_HOME": str(written / "prefect"), "ONESTOP_KEY": "a key of the tests"}
    return written, subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8")


def test_the_search_finds_a_person_however_written():
    name, phone, identity, mail = PERSONS[0]
    assert persons_in(f"Hồ sơ của {name.upper()}, gọi {phone}; {identity} {mail}") == {
        unaccented(name).casefold(), phone, identity, mail,
    }  # fmt: skip
    assert persons_in(json.dumps([name])) == persons_in(unicodedata.normalize("NFD", name)) != set()


def test_the_extracts_hold_every_one_of_them(run):
    raw = run[0].parent / "book" / "raw"
    planted = set().union(*(persons_in(text) for _, text in texts_of(raw)))
    assert planted == NAMES | NUMBERS | MAILS


def test_the_audit_read_what_was_planted(run):
    written, said = run
    assert said.returncode == 3, said.stderr  # the columns full of numbers are refused
    with duckdb.connect(str(written / "marts" / "latest" / "audit.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from cases").fetchone()[0] > ROWS
        layouts = {row[0] for row in connection.execute("select layout from extracts where rows_read > 0").fetchall()}
    assert layouts >= {"onestop_case_list", "national_sync", "apology_slips", "petitions", "register_book"}


def test_no_person_stands_in_any_byte_that_a_run_writes(run):
    written, said = run
    found = {name: some for name, text in texts_of(written) if (some := persons_in(text))}
    assert found == {}
    assert persons_in(said.stdout + said.stderr) == set()
    assert {"ledger.jsonl", "findings.xlsx", "audit.duckdb", "run.json"} <= {path.name for path in written.rglob("*")}
