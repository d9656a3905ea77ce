"""`onestop inspect` tells how files would be read, shows no person, audits nothing and writes nothing."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from flows import ROOT
from flows.common import errors
from flows.inspecting import profile
from flows.inspecting.inspect import inspect_all
from flows.inspecting.inspect_sheet import Office
from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row

LAYOUTS = ROOT / "data" / "layouts"
PERSON = "Nguyễn Thị Hư Cấu"


def inspected(*paths: Path, draft: Path | None = None) -> tuple[bool, str]:
    """Whether all would be read, and what the screen says, in English."""
    office = Office(sheets.layouts(), LAYOUTS, ROOT / "data" / "reference")
    screen = io.StringIO()
    is_read = inspect_all(paths, office, Console(file=screen, width=250, highlight=False), "en", draft)
    return is_read, screen.getvalue()


def screen_of(folder: Path, rows: list, name: str = "list.xlsx", **options) -> tuple[bool, str]:
    return inspected(sheets.write(folder / name, rows, **options))


def row_of(screen: str, heading: str) -> list[str]:
    """The cells of the mapping's row for a heading."""
    (line,) = [line for line in screen.splitlines() if "│" in line and line.split("│")[1].strip() == heading]
    return [cell.strip() for cell in line.split("│")]


def cases(count: int, **other) -> list:
    return [case_row(number, **other) for number in range(1, count + 1)]


def test_the_screen_says_container_sheet_headings_layout_and_runner_up(tmp_path):
    is_read, screen = screen_of(tmp_path, [["UBND TỈNH"], [None], HEADINGS, *cases(3)], names=["Hồ sơ"])
    assert is_read
    assert "Sheet Hồ sơ (xlsx)" in screen
    assert "Layout: onestop_case_list (cases), headings in row 3–3; 3/3 required, 8 known, 0 unknown" in screen
    assert "Runner-up: apology_slips" in screen


def test_types_are_counted_over_all_rows_and_not_only_the_first(tmp_path):
    rows = cases(80, c7="Đã trả kết quả") + cases(20, c7="", c4="")
    _, screen = screen_of(tmp_path, [HEADINGS, *rows])
    assert row_of(screen, "Mã hồ sơ")[2:5] == ["field case_id", "code", "100%"]
    assert row_of(screen, "Số điện thoại")[2:4] == ["personal, hashed to contact_key", "phone-like"]
    assert row_of(screen, "Ngày tiếp nhận")[3] == "time stamp"
    assert row_of(screen, "Trạng thái")[3:5] == ["text", "80%"]
    assert row_of(screen, "STT")[3] == "number"
    assert "100 data rows" in screen


def test_date_formats_are_counted_and_unreadable_ones_named(tmp_path):
    rows = cases(8)
    rows += cases(3, c5="44000") + cases(2, c5="2020-06-03") + cases(1, c5="hôm qua") + cases(1, c5="31/02/2020")
    _, screen = screen_of(tmp_path, [HEADINGS, *rows], "list.csv")
    assert "F “Ngày tiếp nhận”: dd/MM/yyyy HH:mm:ss 8, Excel serial 3, yyyy-MM-dd 2, unreadable 2" in screen
    assert "F15 “Ngày tiếp nhận”: “hôm qua” is no date" in screen
    assert "F16 “Ngày tiếp nhận”: “31/02/2020” is no date" in screen


def test_rows_that_are_no_data_are_named_by_kind(tmp_path):
    group = ["Lĩnh vực: Đất đai", *[None] * 7]
    total = ["Tổng số: 2", *[None] * 7]
    signature = [None] * 6 + ["Người ký", None]
    _, screen = screen_of(tmp_path, [HEADINGS, group, case_row(1), group, case_row(2), total, signature])
    assert "2 data rows" in screen
    assert "not read: 2 group, rows 2, 4" in screen
    assert "not read: 1 total, rows 6" in screen
    assert "not read: 1 other (signatures, notes), rows 7" in screen


def test_what_the_reference_lists_do_not_know_is_counted_and_not_shown(tmp_path):
    odd = cases(2, c7="Trạng thái chưa ai biết", c4="UBND xã Không Có") + cases(1, c7="Lạ khác", c4="UBND xã Không Có")
    rows = [HEADINGS, *cases(5, c4="UBND xã Xốp, huyện Đắk Glei"), *odd]
    is_read, screen = screen_of(tmp_path, rows)
    assert is_read
    assert "2 spellings of statuses that no reference list knows, in 3 rows" in screen
    assert "1 spellings of units that no reference list knows, in 3 rows" in screen


REFUSED = {
    # rows | what the reason says
    "a heading nobody declared": (
        [[*HEADINGS, "Thủ tục bổ sung"], [*case_row(1), PERSON]],
        "unknown heading “Thủ tục bổ sung” in column I",
    ),
    "a column without heading": ([[*HEADINGS, None], [*case_row(1), PERSON]], "column I holds data but has no heading"),
    "phones in a column of no persons": (
        [HEADINGS, *cases(9, c0="0905123456")],
        "column A “STT” holds phone or identity numbers",
    ),
    "a required heading missing": ([HEADINGS[:5], case_row(1)[:5]], "required heading missing"),
    "a sheet of something else": ([["Món", "Giá"], [PERSON, "0905123456"]], "no layout knows its headings"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_be_refused_is_said_and_landing_agrees(tmp_path, what):
    rows, reason = REFUSED[what]
    using = sheets.settings(tmp_path)
    path = sheets.write(using.raw / "list.xlsx", rows)
    is_read, screen = inspected(path)
    assert not is_read and reason in screen
    assert PERSON not in screen and "0905" not in screen
    (refusal,) = sheets.ingest(path, using).refused
    assert reason in refusal.reason_en


SECRETS = ["0905 123 456", "an@example.org", "233123456", "062085012345", "+84905123456", "gọi 0905123456"]


@pytest.mark.parametrize("turn", range(len(SECRETS)))
def test_no_cell_that_looks_like_a_person_is_shown_in_any_column(tmp_path, turn):
    """Over all turns every secret stands once in every column, in one of the rows that are shown."""
    rows = cases(3)
    for place in range(len(HEADINGS)):
        rows[place % 3][place] = SECRETS[(place + turn) % len(SECRETS)]
    _, screen = screen_of(tmp_path, [HEADINGS, *rows, *cases(20)[3:]], "list.csv")
    assert {f"000.00.11.H34-200603-000{n}" in screen for n in (1, 3)} == {True}  # the rows are shown
    assert [secret for secret in SECRETS if secret in screen] == []


def test_a_field_shows_what_may_land_and_a_name_among_its_values_may_not(tmp_path):
    _, screen = screen_of(tmp_path, [HEADINGS, case_row(1, c7=PERSON), *cases(2)])
    assert "000.00.11.H34-200603-0001" in screen and "Đã trả kết quả" in screen
    assert PERSON not in screen


def test_a_folder_is_summed_up_file_by_file(tmp_path):
    (tmp_path / "xã").mkdir()
    sheets.write(tmp_path / "xã" / "a.xlsx", [HEADINGS, *cases(3)])
    sheets.write(tmp_path / "b.csv", [["Món", "Giá"], ["1", "2"]])
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (tmp_path / "a.xlsx.origin.json").write_text("{}", encoding="utf-8")
    is_read, screen = inspected(tmp_path)
    summary = [line.split("│") for line in screen[screen.index("Refused for") :].splitlines() if "│" in line]
    files = {cells[1].strip(): (cells[0].strip(), cells[3].strip()) for cells in summary}
    assert not is_read
    assert files == {"b.csv": ("✗", "0"), "c.xlsx": ("✗", "0"), "xã/a.xlsx": ("✓", "3")}


@pytest.mark.parametrize(
    ("mask", "order", "name"),
    [
        ("99/99/9999 99:99:99", "dmy", "dd/MM/yyyy HH:mm:ss"),
        ("9/99/9999", "dmy", "d/M/yyyy"),
        ("99/99/9999 9:99 PM", "mdy", "MM/dd/yyyy h:mm a"),
        ("99:99 99/99/9999", "dmy", "HH:mm dd/MM/yyyy"),
        ("9999-99-99", "dmy", "yyyy-MM-dd"),
        ("9999-99-99T99:99:99.999Z", "ymd", "yyyy-MM-ddTHH:mm:ss.SSSXXX"),
        ("9999-99-99T99:99:99+99:99", "ymd", "yyyy-MM-ddTHH:mm:ssXXX"),
        ("99999.9999", "dmy", "Excel serial"),
        ("9" * 13, "ymd", "ms 1970"),
        ("9" * 14, "ymd", "yyyyMMddHHmmss"),
    ],
)
def test_the_way_a_date_is_written_has_a_name(mask, order, name):
    assert profile.format_name(mask, order) == name


def test_it_imports_no_orchestrator_writes_nothing_and_says_so_by_its_exit_code(tmp_path):
    good = sheets.write(tmp_path / "a.xlsx", [HEADINGS, *cases(3)])
    bad = sheets.write(tmp_path / "b.xlsx", [["Món", "Giá"], ["1", "2"]])
    watched = [ROOT / "data" / "reference", ROOT / "data" / "layouts", tmp_path]
    before = {path: path.stat().st_mtime_ns for folder in watched for path in folder.rglob("*")}
    program = (
        "import sys\nfrom flows.cli import app\n"
        "try:\n    app(standalone_mode=True)\nfinally:\n    print('prefect' in sys.modules, file=sys.stderr)"
    )
    for path, code in ((good, errors.EXIT_OK), (bad, errors.EXIT_REFUSED), (tmp_path, errors.EXIT_REFUSED)):
        run = subprocess.run(
            [sys.executable, "-c", program, "inspect", str(path)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert run.returncode == code, run.stderr
        assert run.stderr.strip() == "False"
    assert {path: path.stat().st_mtime_ns for folder in watched for path in folder.rglob("*")} == before
