"""`onestop` as a person runs it: a real Prefect run on a machine that never saw Prefect, real files and exit codes."""

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from flows import ROOT
from flows.common import errors
from tests.casebook import Casebook

PERSONS = [(f"Người Hư Cấu {word}", f"09{number:08d}") for number, word in enumerate(["Tùng", "Mai", "Cúc", "Đào"], 71)]


@dataclass
class Office:
    """A folder as an analyst has it, and Prefect's own place beside it."""

    book: Casebook
    folder: Path

    @property
    def marts(self) -> Path:
        return self.folder / "marts"

    def onestop(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "flows.cli", *arguments]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**inherited, "PREFECT_HOME": str(self.folder / "prefect"), **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def audit(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        folders = {"raw": self.book.raw, "reference": self.book.references, "marts": self.marts}
        options = [option for name, folder in folders.items() for option in (f"--{name}", str(folder))]
        return self.onestop("audit", *options, *arguments, **environment)


def case(number: int, finished: str, person: int, **other: str) -> dict:
    name, phone = PERSONS[person]
    return {
        "Mã hồ sơ": f"000.00.11.H34-200603-{number:04d}",
        "Mã thủ tục": "1.000656",
        "Đơn vị": "UBND xã Xốp, huyện Đắk Glei",
        "Người nộp": name,
        "Số điện thoại": phone,
        "Ngày tiếp nhận": "03/06/2020 08:00:00",
        "Ngày hẹn trả": "10/06/2020 17:00:00",
        "Ngày có kết quả": finished,
        "Ngày trả kết quả": finished,
        "Trạng thái": "Đã trả kết quả",
        **other,
    }


def write_csv(path: Path, rows: list[dict]) -> None:
    lines = [rows[0].keys(), *(row.values() for row in rows)]
    path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    book = Casebook(folder / "book")
    days = ["09/06/2020 09:00:00", "10/06/2020 09:00:00", "12/06/2020 09:00:00", "15/06/2020 09:00:00"]
    write_csv(book.raw / "xa_xop.csv", [case(n, day, n - 1) for n, day in enumerate(days, 1)])
    write_csv(book.raw / "thieu_cot.csv", [{"Mã hồ sơ": "1", "Ngày tiếp nhận": "2", "Họ tên lạ": PERSONS[0][0]}])
    (book.references / "audit.toml").write_text(
        (ROOT / "data" / "reference" / "audit.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return Office(book, folder)


@pytest.fixture(scope="module")
def first_run(office: Office) -> subprocess.CompletedProcess:
    return office.audit()


def contents(path: Path) -> list[str]:
    """What a file says: its bytes, and behind compression its cells or members; a database's lock may have gone."""
    if path.name.endswith(("-shm", "-wal")) and not path.exists():
        return []
    found = [path.read_bytes().decode("utf-8", errors="replace")]
    if path.suffix == ".parquet":
        found.append(str(duckdb.read_parquet(str(path)).fetchall()))
    elif path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            found += [book.read(name).decode("utf-8", errors="replace") for name in book.namelist()]
    elif path.name == "audit.duckdb":
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = [name for (name,) in connection.execute("show tables").fetchall()]
            found += [str(connection.execute(f'from "{table}"').fetchall()) for table in tables]
    return found


def test_the_first_run_ever_publishes_and_says_what_was_refused(office: Office, first_run) -> None:
    assert first_run.returncode == errors.EXIT_REFUSED, first_run.stderr
    assert first_run.stderr == ""
    screen = first_run.stdout
    assert len(screen.splitlines()) < 25
    assert "2 / 4 (50,0%)" in screen  # due on the 10th, ended on the 12th and the 15th
    assert "thieu_cot.csv:1: " in screen and "Ngày hẹn trả" in screen
    assert "findings.xlsx" in screen
    record = json.loads((office.marts / "latest" / "run.json").read_text(encoding="utf-8"))
    assert record["summary"]["lateness"][0]["late"] == 2
    read = {"sheets_read": 1, "sheets_refused": 1, "rows_read": 4, "rows_rejected": 0}
    assert record["summary"]["extracts"] == [read]


def test_prefect_keeps_the_run_and_its_artifacts(office: Office, first_run) -> None:
    with sqlite3.connect(office.folder / "prefect" / "prefect.db") as database:
        states = database.execute("select name, state_type from flow_run").fetchall()
        tasks = {name for (name,) in database.execute("select name from task_run")}
        artifacts = {key for (key,) in database.execute("select key from artifact where key is not null")}
    assert [state for _, state in states] == ["COMPLETED"]
    assert tasks == {"read 1 of 2", "read 2 of 2", "build", "judge", "choose", "publish"}
    assert artifacts == {"audit-summary", "data-docs"}


def test_no_person_is_written_anywhere(office: Office, first_run) -> None:
    written = [path for path in office.folder.rglob("*") if path.is_file() and not path.is_relative_to(office.book.raw)]
    assert any(path.name == "prefect.db" for path in written) and any(path.suffix == ".parquet" for path in written)
    everything = [text for path in written for text in contents(path)] + [first_run.stdout, first_run.stderr]
    assert any("000.00.11.H34-200603-0001" in text for text in everything), "the search must be able to find things"
    for person in PERSONS:
        for text in person:
            assert not any(text in content for content in everything), text


def test_nothing_changed_means_the_run_stands(office: Office, first_run) -> None:
    before = (office.marts / "latest" / "run.json").read_bytes()
    again = office.audit()
    assert "Không có gì thay đổi" in again.stdout
    assert (office.marts / "latest" / "run.json").read_bytes() == before


def test_a_failed_run_leaves_the_published_one(office: Office, first_run) -> None:
    before = (office.marts / "latest" / "run.json").read_bytes()
    statuses = office.book.references / "status_codes.csv"
    kept = statuses.read_text(encoding="utf-8")
    try:
        statuses.write_text("status_text\nĐã trả kết quả\n", encoding="utf-8")
        failed = office.audit()
    finally:
        statuses.write_text(kept, encoding="utf-8")
    assert failed.returncode == errors.EXIT_SETUP
    assert "status_codes.csv" in failed.stderr and "status_code" in failed.stderr
    assert len(failed.stderr.splitlines()) <= 3 and "Traceback" not in failed.stderr + failed.stdout
    assert (office.marts / "latest" / "run.json").read_bytes() == before


def test_a_mistake_of_the_user_is_one_line(office: Office) -> None:
    missing = office.onestop("inspect", "khong-co.csv")
    assert missing.returncode == errors.EXIT_USAGE and "Traceback" not in missing.stderr
    broken = office.folder / "hong.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    inspected = office.onestop("inspect", str(broken), "--lang", "en")
    assert inspected.returncode == errors.EXIT_REFUSED
    assert "damaged" in inspected.stdout


def test_inspect_shows_the_mapping_and_no_person(office: Office) -> None:
    inspected = office.onestop("inspect", str(office.book.raw / "xa_xop.csv"))
    assert inspected.returncode == errors.EXIT_OK, inspected.stderr
    assert "onestop_case_list" in inspected.stdout and "trường received_at" in inspected.stdout
    assert "•••" in inspected.stdout
    for name, phone in PERSONS:
        assert name not in inspected.stdout and phone not in inspected.stdout


def test_personal_columns_that_nobody_declared_stay_hidden(office: Office, first_run) -> None:
    unknown = office.onestop("inspect", str(office.book.raw / "thieu_cot.csv"))
    assert unknown.returncode == errors.EXIT_REFUSED
    assert PERSONS[0][0] not in unknown.stdout


def test_the_ledger_keeps_what_was_read_and_a_run_says_what_came_back_otherwise(office: Office, first_run) -> None:
    book = office.folder / "ledger.jsonl"
    entries = [json.loads(line) for line in book.read_text(encoding="utf-8").splitlines()]
    assert {entry["file_name"]: entry["outcome"] for entry in entries} == {
        "xa_xop.csv": "read",
        "thieu_cot.csv": "refused",
    }
    record = json.loads((office.marts / "latest" / "run.json").read_text(encoding="utf-8"))
    assert (record["ledger"]["entries"], record["ledger"]["head"]) == (2, entries[-1]["hash"])
    source = office.book.raw / "xa_xop.csv"
    (office.book.raw / "ban_sao.csv").write_bytes(source.read_bytes())
    source.write_bytes(source.read_bytes() + b"\n")
    again = office.audit("--lang", "en")
    assert "xa_xop.csv: same name, other content" in again.stdout and len(again.stdout.splitlines()) < 25
    assert "ban_sao.csv: same content as the file received before as xa_xop.csv" in again.stdout
    whole = office.onestop("ledger", "--verify", "--marts", str(office.marts), "--lang", "en")
    assert whole.returncode == errors.EXIT_OK and "4 entries" in whole.stdout and "2/2 kept runs" in whole.stdout
