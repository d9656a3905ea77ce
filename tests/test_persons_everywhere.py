"""Nobody gets in, wherever he stands: an audit over persons in every place of an extract is searched."""

import json
import subprocess
from pathlib import Path

import pytest

from flows.common.settings import KEY_FILE, REGISTER
from flows.door.names import LOCAL
from flows.door.register import MASKED, Register
from flows.ledger.chain import read
from tests import persons
from tests.casebook import Casebook
from tests.persons import Planted


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Planted, subprocess.CompletedProcess]:
    folder = tmp_path_factory.mktemp("everywhere")
    book, planted = Casebook(folder / "book", names_pass=False), Planted()
    persons.plant(book.raw, planted)
    return folder / "written", planted, persons.audit(book, folder / "written")


@pytest.mark.parametrize("spelling", persons.SPELLINGS)
def test_the_search_finds_a_person_in_every_spelling(spelling):
    planted = Planted()
    text = planted.one("here", spelling)
    assert set((planted.names | planted.numbers).values()) == {("here", spelling)}
    assert planted.found_in(f"trước; {text}; sau") == planted.found_in(json.dumps([text])) != set()
    assert planted.found_in("Đã trả kết quả cho 12 hồ sơ ngày 03/06/2020 08:15:00") == set()


def test_no_person_stands_in_anything_that_was_stored_or_shown(run):
    written, planted, said = run
    assert said.returncode == 3, said.stderr  # sheets with strange headings are refused, the others are read
    told = [*persons.stored(written, LOCAL), ("screen", said.stdout + said.stderr)]
    found = {name: some for name, text in told if (some := planted.found_in(text))}
    assert found == {}, persons.table(planted, found)
    names = {name.partition("/")[0] for name, _ in told}
    assert {"ledger.jsonl", "findings.xlsx", "audit.duckdb", "run.json", "prefect.db", "cases.parquet"} <= names


def test_the_register_alone_tells_the_names(run):
    written, planted, _ = run
    register = written / REGISTER
    assert planted.found_in("\n".join(Register(register).entries().values()))
    assert {path.name for path in written.rglob("*") if path.name in LOCAL} == {KEY_FILE, REGISTER}
    assert not [path for path in (written / "marts").rglob("*") if path.name in LOCAL]
    for name in LOCAL:
        assert (written / name).stat().st_mode & 0o777 == 0o600
    entries = [line.entry["file_name"] for line in read(written / "ledger.jsonl")[0]]
    masked = [name for name in entries if MASKED.search(name)]
    assert len(masked) == 11 and all(MASKED.search(Register(register).readable(name)) is None for name in masked)
