"""A drafted layout: what is put where and why, and that an accepted draft reads like the layout it is drawn from."""

import tomllib
from pathlib import Path

import pytest

from flows.common import errors
from flows.common.errors import SetupError
from flows.tables.layouts import load_layouts
from flows.tables.likeness import bare, likeness
from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row
from tests.flows.test_command_line import Office as CommandLine
from tests.flows.test_inspect import inspected

# The headings of a one-stop list, and others that mean the same and that no layout knows.
RENAMED = {
    "STT": "Số TT",
    "Mã hồ sơ": "Mã hồ sơ điện tử một cửa",
    "Người nộp": "Người nộp hồ sơ tại quầy",
    "Số điện thoại": "Số máy điện thoại liên lạc",
    "Đơn vị": "Đơn vị đang xử lý",
    "Ngày tiếp nhận": "Ngày giờ đã tiếp nhận",
    "Ngày hẹn trả": "Ngày hẹn trả kết quả cho dân",
    "Trạng thái": "Trạng thái hiện tại",
}


def drafted(folder: Path, rows: list, name: str = "Danh sách tháng 5.xlsx", **options) -> tuple[str, dict, str]:
    """The text of the draft for a file of these rows, the same as TOML, and what the screen says."""
    target = folder / "layouts" / "draft.toml"
    target.parent.mkdir(exist_ok=True)
    is_read, screen = inspected(sheets.write(folder / name, rows, **options), draft=target)
    assert not is_read
    text = target.read_text(encoding="utf-8")
    return text, tomllib.loads(text), screen


def accepted(folder: Path):
    """The layouts of a folder with the draft alone, as somebody has it who puts the draft into use."""
    return load_layouts(folder / "layouts")


def test_a_draft_for_renamed_headings_lands_the_same_rows_as_the_layout_itself(tmp_path):
    rows = [case_row(number) for number in range(1, 40)] + [case_row(40, c5="2020-06-20", c7="Đang xử lý")]
    group, total = ["Lĩnh vực: Đất đai", *[None] * 7], ["Tổng số: 40", *[None] * 7]
    table = [group, *rows, total]
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    landed, expected = sheets.land(one, [["BÁO CÁO"], HEADINGS, *table])
    assert landed.rows_read == 40
    title = [["BÁO CÁO"], [RENAMED[heading] for heading in HEADINGS]]
    _, draft, _ = drafted(other, [*title, *table])
    assert draft["kind"] == "cases" and draft["date_order"] == "dmy"
    using = sheets.settings(other)
    outcome = sheets.ingest(sheets.write(using.raw / "list.xlsx", [*title, *table]), using, accepted(other))
    assert not outcome.refused
    found = sheets.landed_rows(outcome, using)
    extracts = {"extract_id"}
    assert [{k: v for k, v in row.items() if k not in extracts} for row in found] == [
        {k: v for k, v in row.items() if k not in extracts} for row in expected
    ]
    assert {row["sector"] or row["group_text"] for row in found} == {"Lĩnh vực: Đất đai"}


def test_every_heading_stands_where_it_belongs_with_its_reason(tmp_path):
    headings = [RENAMED[heading] for heading in HEADINGS]
    text, draft, screen = drafted(tmp_path, [headings, *(case_row(n) for n in range(1, 20))])
    assert draft["fields"] == {
        "case_id": ["Mã hồ sơ điện tử một cửa"],
        "unit": ["Đơn vị đang xử lý"],
        "received_at": ["Ngày giờ đã tiếp nhận"],
        "due_at_original": ["Ngày hẹn trả kết quả cho dân"],
        "status": ["Trạng thái hiện tại"],
    }
    assert draft["required"] == ["case_id", "received_at", "due_at_original"]
    assert draft["personal"] == {
        "hash": {"applicant_key": ["Người nộp hồ sơ tại quầy"], "contact_key": ["Số máy điện thoại liên lạc"]},
        "drop": [],
    }
    assert draft["source_system"] == "danh_sach_thang_5"
    (line,) = [line for line in text.splitlines() if line.startswith("unit = ")]
    assert "like “đơn vị" in line and "text, 100% filled" in line
    assert "A draft, to be finished by hand" in screen
    for secret in ("Người thứ", "0905", "000.00.11"):
        assert secret not in text


def test_what_is_not_clear_is_left_to_be_decided_and_stops_the_sheet_until_then(tmp_path):
    renamed = [RENAMED[heading] for heading in HEADINGS]
    rows = [[*renamed, "Quầy số"], *([*case_row(n), "Quầy 3"] for n in range(1, 9))]
    text, _, _ = drafted(tmp_path, rows)
    lines = text.splitlines()
    assert lines[lines.index("# decide: field, personal or ignored") + 1].startswith('# "Quầy số"')
    using = sheets.settings(tmp_path)
    path = sheets.write(using.raw / "list.xlsx", rows)
    (refusal,) = sheets.ingest(path, using, accepted(tmp_path)).refused
    assert "unknown heading" in refusal.reason_en
    decided = text.replace("headings = [", 'headings = [\n  "Quầy số",')
    (tmp_path / "layouts" / "draft.toml").write_text(decided, encoding="utf-8")
    assert sheets.ingest(path, using, accepted(tmp_path)).landed[0].rows_read == 8


COLUMNS = {
    # what stands under a heading that no layout knows | where the draft puts it
    "phone numbers": (lambda n: f"09050000{n:02d}", "drop"),
    "e-mails": (lambda n: f"a{n}@example.org", "drop"),
    "identity numbers": (lambda n: f"2331234{n:02d}", "drop"),
    "names": (lambda n: "Nguyễn Thị Hư Cấu", "drop"),
    "words": (lambda n: "không rõ là gì", "undecided"),
    "nothing": (lambda n: None, "undecided"),
}


@pytest.mark.parametrize("what", COLUMNS)
def test_what_stands_in_a_column_decides_whether_it_is_personal(tmp_path, what):
    cell, place = COLUMNS[what]
    rows = [[*HEADINGS, "Cột Q7"], *([*case_row(n), cell(n)] for n in range(10, 30))]
    text, draft, _ = drafted(tmp_path, rows)
    assert ("Cột Q7" in draft["personal"]["drop"]) == (place == "drop")
    assert ('\n# "Cột Q7"' in text) == (place == "undecided")


ORDERS = {
    # the dates | order, whether another order reads them as well
    "day first": (["13/06/2020", "03/06/2020"], "dmy", False),
    "month first": (["06/13/2020", "06/03/2020"], "mdy", False),
    "no day after the twelfth": (["03/06/2020", "04/07/2020"], "dmy", True),
    "year first": (["2020/06/13", "2020/06/03"], "ymd", False),
}


@pytest.mark.parametrize("what", ORDERS)
def test_the_order_of_day_and_month_comes_from_the_dates(tmp_path, what):
    dates, order, is_ambiguous = ORDERS[what]
    rows = [[*HEADINGS, "Cột Q7"], *([*case_row(n, c5=day, c6=day), "x"] for n, day in enumerate(dates, 1))]
    text, draft, _ = drafted(tmp_path, rows, "list.csv")
    assert draft["date_order"] == order
    assert ("AMBIGUOUS" in text) == is_ambiguous


def test_dates_under_no_heading_of_a_date_are_no_status(tmp_path):
    rows = [[*HEADINGS[:-1], "Trạng thái hồ sơ"], *(case_row(n, c7="13/06/2020", c5="14/06/2020") for n in range(1, 9))]
    rows[0][5] = "Ngày giờ đã tiếp nhận"
    _, draft, _ = drafted(tmp_path, rows, "list.csv")
    assert "status" not in draft["fields"] or draft["fields"]["status"] == ["Trạng thái hồ sơ"]
    assert draft["fields"]["received_at"] == ["Ngày giờ đã tiếp nhận"]


def test_a_file_of_persons_without_headings_is_not_drafted(tmp_path):
    target = tmp_path / "draft.toml"
    people = [["Nguyễn Thị Hư Cấu", "0905123456", "Xã Đắk Long"] for _ in range(9)]
    is_read, screen = inspected(sheets.write(tmp_path / "a.csv", people), draft=target)
    assert not is_read and "no row looks like headings" in screen
    assert not target.exists()


def test_a_file_that_is_read_needs_no_draft(tmp_path):
    target = tmp_path / "draft.toml"
    assert inspected(sheets.write(tmp_path / "a.csv", [HEADINGS, case_row(1)]), draft=target)[0]
    assert not target.exists()


def test_a_draft_overwrites_nothing(tmp_path):
    target = tmp_path / "draft.toml"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(SetupError, match="never overwrites"):
        inspected(sheets.write(tmp_path / "a.csv", [["Món", "Giá"], ["1", "2"]]), draft=target)
    assert target.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("one", "other", "is_like"),
    [
        ("Mã hồ sơ", "MÃ HỒ SƠ", True),
        ("NgayTiepNhan", "Ngày tiếp nhận", True),
        ("Mã số hồ sơ", "Mã hồ sơ", True),
        ("Ngày hẹn trả", "Ngày trả kết quả", False),
        ("Ngày nộp", "Ngày tiếp nhận", False),
        ("Cột lạ", "Mã hồ sơ", False),
        ("", "Mã hồ sơ", False),
    ],
)
def test_headings_that_are_like_each_other(one, other, is_like):
    assert (likeness(bare(one), bare(other)) >= 0.7) is is_like


def test_the_command_line_drafts_and_says_that_the_file_is_refused(tmp_path):
    target = tmp_path / "draft.toml"
    rows = [[RENAMED[heading] for heading in HEADINGS], *(case_row(n) for n in range(1, 9))]
    path = sheets.write(tmp_path / "list.xlsx", rows)
    office = CommandLine(None, tmp_path)
    first = office.onestop("inspect", str(path), "--write-layout", str(target))
    assert first.returncode == errors.EXIT_REFUSED, first.stderr
    assert tomllib.loads(target.read_text(encoding="utf-8"))["kind"] == "cases"
    again = office.onestop("inspect", str(path), "--write-layout", str(target))
    assert again.returncode == errors.EXIT_SETUP and "không ghi đè" in again.stderr
