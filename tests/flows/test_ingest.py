"""The raw folder: every file is read, found again, or refused with one reason; no file's trouble touches another."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from flows.common.errors import Refusal, SetupError
from flows.door.names import open_names
from flows.reading import ingest
from flows.steps import distinct
from flows.tables.layouts import load_layouts
from tests.flows import sheets
from tests.flows.sheets import HEADINGS, case_row

SECRET = "Nguyễn Thị Bí Mật"


@pytest.fixture
def using(tmp_path):
    return sheets.settings(tmp_path)


def _good(number: int = 1) -> list[sheets.Row]:
    return [HEADINGS, case_row(number, c2=SECRET)]


def _refusal(using, name: str, rows: list[sheets.Row]) -> Refusal:
    outcome = sheets.ingest(sheets.write(using.raw / name, rows), using)
    assert not outcome.landed
    (refusal,) = outcome.refused
    return refusal


NAMES = [
    "ho so.csv",
    "Hồ sơ quý II.xlsx",
    "UBND xã Đắk Long – 2020.csv",
    "it's.csv",
    "it's.xlsx",
    'nói "thật".csv',
    "50%.csv",
    "a,b;c.csv",
    "#1.xlsx",
    "huyện/Đăk Hà/tháng 6.csv",
    "năm=2020/c0=x.csv",
]


@pytest.mark.parametrize("name", NAMES)
def test_files_with_odd_names_are_read(using, name):
    path = using.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    outcome = sheets.ingest(sheets.write(path, _good(7)), using)
    names = open_names(using, sheets.layouts())
    assert (names.register.readable(outcome.file_name), outcome.refused) == (name, [])
    assert [row["case_id"][-2:] for row in sheets.landed_rows(outcome, using)] == ["07"]


@pytest.mark.parametrize(("name", "other"), [("ho_so[1].csv", "ho_so1.csv"), ("ho_so?.csv", "ho_so2.csv")])
def test_a_name_like_a_pattern_stands_for_its_own_file_only(using, name, other):
    sheets.write(using.raw / other, [HEADINGS, case_row(1), case_row(2)])
    outcome = sheets.ingest(sheets.write(using.raw / name, _good(7)), using)
    assert [row["case_id"][-2:] for row in sheets.landed_rows(outcome, using)] == ["07"]


def test_every_sheet_of_a_workbook_goes_its_own_way(using):
    path = sheets.write_xlsx(
        using.raw / "many.xlsx",
        _good(1),
        [["Ghi chú của đơn vị"], ["x"]],
        _good(2),
        names=["Quý II", "Ghi chú", "Quý 3"],
    )
    outcome = sheets.ingest(path, using)
    assert [(card.sheet, card.rows_read) for card in outcome.landed] == [("Quý II", 1), ("Quý 3", 1)]
    assert [refusal.sheet for refusal in outcome.refused] == ["Ghi chú"]
    assert len({card.extract_id for card in outcome.landed}) == len({card.parquet for card in outcome.landed}) == 2


def test_raw_files_are_found_in_folders_below_and_nothing_else(using):
    for name in ("b.csv", "a/c.xlsx", "b.csv.origin.json", ".hidden", "~$b.xlsx"):
        (using.raw / name).parent.mkdir(exist_ok=True)
        (using.raw / name).touch()
    assert [path.relative_to(using.raw).as_posix() for path in ingest.raw_files(using)] == ["a/c.xlsx", "b.csv"]


def test_nothing_to_audit_is_told(using):
    with pytest.raises(SetupError, match="no extract"):
        ingest.raw_files(using)
    with pytest.raises(SetupError, match="no folder"):
        ingest.raw_files(replace(using, raw=using.raw / "elsewhere"))


# why | the rows | row of the sheet, column | what the reason and what is expected must say
REFUSED = [
    ("missing", [["TIÊU ĐỀ"], HEADINGS[:6], case_row(1, c2=SECRET)[:6]], 2, "", "Ngày hẹn trả", "Ngày hẹn trả"),
    (
        "unknown",
        [[*HEADINGS, "Thủ tục bổ sung"], [*case_row(1, c2=SECRET), SECRET]],
        1,
        "I",
        "Thủ tục bổ sung",
        "Mã hồ sơ",
    ),
    ("repeated", [[*HEADINGS, "Số hồ sơ"], [*case_row(1, c2=SECRET), "A"]], 1, "I", "Số hồ sơ", "Mã hồ sơ"),
    ("no heading", [HEADINGS, [*case_row(1, c2=SECRET), SECRET]], 2, "I", "column I", ""),
    ("another table", [["Họ tên", "Lương"], [SECRET, "1"]], None, "", "no layout", "onestop_case_list"),
    ("data alone", [case_row(1, c2=SECRET)], None, "", "no layout", "onestop_case_list"),
]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize(("why", "rows", "row", "column", "reason", "expected"), REFUSED, ids=[c[0] for c in REFUSED])
def test_a_refusal_says_where_what_and_what_to_do(using, ending, why, rows, row, column, reason, expected):
    refusal = _refusal(using, why + ending, rows)
    assert (refusal.file_name, refusal.sheet) == (why + ending, "Sheet1" if ending == ".xlsx" else "")
    assert (refusal.row, refusal.column) == (row, column)
    assert reason in refusal.reason_en and expected in refusal.expected
    assert {"missing": "“Mã hồ sơ”", "unknown": "Thủ tục bổ sung"}.get(why, "") in refusal.found
    assert refusal.reason_vi and refusal.todo_vi and refusal.todo_en
    told = " ".join(str(value) for value in refusal.as_dict().values())
    assert SECRET not in told and "0905" not in told


BROKEN = [
    ("broken.xlsx", b"PK\x03\x04 no workbook", "damaged"),
    ("empty.xlsx", b"", "empty"),
    ("empty.csv", b"", "empty"),
    ("other.csv", "日本語,東京".encode("shift_jis"), "UTF-8"),
    ("scan.pdf", b"%PDF", "PDF"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BROKEN, ids=[case[0] for case in BROKEN])
def test_a_file_that_cannot_be_opened_is_refused(using, name, content, reason):
    (using.raw / name).write_bytes(content)
    (refusal,) = sheets.ingest(using.raw / name, using).refused
    assert reason in refusal.reason_en and refusal.reason_vi and refusal.todo_vi and refusal.todo_en


def test_one_bad_file_touches_no_other(using):
    for name, content, _ in BROKEN:
        (using.raw / name).write_bytes(content)
    for number in (1, 2):
        sheets.write(using.raw / f"good {number}.csv", _good(number))
    outcomes = [sheets.ingest(path, using) for path in ingest.raw_files(using)]
    assert [(o.file_name, len(o.landed), len(o.refused)) for o in outcomes] == sorted(
        [(name, 0, 1) for name, *_ in BROKEN] + [(f"good {number}.csv", 1, 0) for number in (1, 2)]
    )


def test_a_quote_that_is_never_closed_is_refused(using):
    path = using.raw / "quote.csv"
    path.write_text(",".join(HEADINGS) + '\n1,"abc\n' + ("x" * 1000 + "\n") * 400, encoding="utf-8")
    (refusal,) = sheets.ingest(path, using).refused
    assert "quote" in refusal.reason_en


def test_a_locked_file_is_refused_and_named(using):
    outcome = ingest.locked_file(using.raw / "a/b.xlsx", using, PermissionError(13, "secret path"))
    assert (outcome.file_name, outcome.refused[0].file_name) == ("a/b.xlsx", "a/b.xlsx")
    assert "locked" in outcome.refused[0].reason_en and "secret" not in str(outcome.refused[0])


def test_a_file_that_cannot_be_opened_now_is_raised_for_another_try(using):
    with pytest.raises(OSError):
        sheets.ingest(using.raw / "gone.csv", using)


def _no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_again(*_):
        raise AssertionError("read again")

    monkeypatch.setattr(ingest, "open_sheets", read_again)


@pytest.mark.parametrize("rows", [_good(), [HEADINGS[:6], case_row(1)[:6]]], ids=["landed", "refused"])
def test_an_unchanged_file_is_not_read_twice(using, monkeypatch, rows):
    path = sheets.write(using.raw / "a.csv", rows)
    first = sheets.ingest(path, using)
    _no_reader(monkeypatch)
    again = sheets.ingest(path, using)
    assert (first.from_cache, again.from_cache) == (False, True)
    assert (again.landed, again.refused) == (first.landed, first.refused)
    moved = sheets.ingest(path.rename(using.raw / "b.csv"), using)
    assert {moved.file_name, *(told.file_name for told in moved.landed + moved.refused)} == {"b.csv"}


@pytest.mark.parametrize("change", ["bytes", "layout", "key", "landed file", "broken card"])
def test_a_file_is_read_again_when_anything_behind_its_rows_has_changed(using, monkeypatch, tmp_path, change):
    path, layouts = sheets.write(using.raw / "a.csv", _good()), sheets.layouts()
    landed = sheets.ingest(path, using).landed[0]
    _no_reader(monkeypatch)
    if change == "bytes":
        sheets.write(path, _good(2))
    elif change == "layout":
        folder = tmp_path / "layouts"
        folder.mkdir()
        for source in using.layouts.glob("*.toml"):
            (folder / source.name).write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        layouts = load_layouts(folder)
    elif change == "key":
        using = replace(using, personal_key=b"another key")
    elif change == "landed file":
        (using.landed / landed.parquet).unlink()
    else:
        next(using.landed.glob("*.json")).write_text("{", encoding="utf-8")
    with pytest.raises(AssertionError, match="read again"):
        sheets.ingest(path, using, layouts)


def test_the_same_bytes_under_two_names_count_once(using):
    paths = [sheets.write(using.raw / name, _good(1)) for name in ("a.csv", "b.csv")]
    paths += [sheets.write(using.raw / "c.csv", _good(2))]
    paths += [sheets.write(using.raw / name, [["x"]]) for name in ("d.csv", "e.csv")]
    kept, repeated = distinct([sheets.ingest(path, using) for path in paths])
    assert [outcome.file_name for outcome in kept] == ["a.csv", "c.csv", "d.csv", "e.csv"]
    assert repeated == [("b.csv", "a.csv")]


def _with_card(using, card: str):
    path = sheets.write(using.raw / "a.csv", _good())
    Path(f"{path}.origin.json").write_text(card, encoding="utf-8")
    return sheets.ingest(path, using)


def test_the_origin_card_is_read_and_read_again(using):
    card = {"sender": "608", "received_on": "2021-05-10", "taken_at": "2021-05-05T08:00:00", "covers": ["608", "62"]}
    (landed,) = _with_card(using, json.dumps(card)).landed
    assert landed.sender_unit_code == "608"
    assert (landed.received_on, landed.taken_at, landed.covers) == ("2021-05-10", card["taken_at"], ["608", "62"])
    (landed,) = _with_card(using, '\ufeff{"sender": "609"}').landed
    assert (landed.sender_unit_code, landed.taken_at, landed.covers) == ("609", None, [])


CARDS = [
    "{",
    "",
    "[1]",
    '"608"',
    pytest.param('{"sender": 608}'),
    pytest.param('{"covers": "62"}'),
    pytest.param('{"covers": null}'),
    pytest.param('{"covers": [62]}'),
    pytest.param('{"taken_at": "07/05/2021"}'),
]


@pytest.mark.parametrize("card", CARDS)
def test_a_card_that_says_nothing_clear_refuses_its_file(using, card):
    outcome = _with_card(using, card)
    assert not outcome.landed
    assert "origin card" in outcome.refused[0].reason_en and "a.csv.origin.json" in outcome.refused[0].todo_vi
