"""The sample is worth something if it is repeatable, keeps to the law, and its labels can be found."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pytest

from . import bench, catalog, earlier, sample, selections, styles
from .law import AT_ONCE, CALENDAR_DAYS, HOURS, WORKING_DAYS, Calendar, parse_limit

CASE_RULES = {"A1", "A2", "A4", "A5", "A6", "A7", "B1", "B3", "B4", "B5", "B6"}
PROCEDURE_RULES = {f"U{number}" for number in range(1, 12)}
WITNESSED = {"D9", "D10", "D11", "E1", "E7", "register.only_a", "form_06.line", "form_06.total"}
WITNESSED |= {f"petitions.{kind}" for kind in ("answered_late", "pending_overdue")}
WITNESSED |= {f"portal.{kind}" for kind in ("only_a", "only_b", "late_sync", "wrong_sync", "late_handover", "waiting")}
WITNESSED |= {f"portal.{kind}" for kind in ("still_open", "late_in_truth", "hidden_by_sync")}
ON_TIME = {"B2", "B2E", "B7", *(f"C{number}" for number in range(1, 8))}
CONDUCT = {"A3", "A3U", "A4G", "D3", "D4", "D6", "E3", "E4", "E5", "E6", "P1", "P2", "P3", "P4"}
ODD = {"A1C", "A1S", "A2D", "A4S", "A4V", "B8D", "B8K", "B8N", "B8R", "B8S"}
UNITS = {"D1": 2, "D1T": 2, "D2": 1, "D2P": 1, "D5": 2, "D7": 1, "D8": 5, "A8": 3, "A8C": 2, "A8R": 5}
UNITS |= {"E1I": 1, "E8": 1, "E9": 1}
CODE = re.compile(r"[0-9A-Z.]*H34[0-9A-Z.]*-[0-9]{6}-[0-9]{4,5}")
CODE_HEADINGS = {unicodedata.normalize("NFC", name) for name in styles.HEADINGS["case_id"]}


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar.from_csv(catalog.REFERENCE / "holidays.csv")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory):
    out = tmp_path_factory.mktemp("raw")
    return sample.write(3000, 5, out, out.parent / "labels.csv"), out


# received, limit, unit, due - worked by hand on a wall calendar
DUE = [
    ("2020-06-01T08:00", 5, WORKING_DAYS, "2020-06-08T17:00"),  # Monday + 5
    ("2020-06-01T17:00", 1, WORKING_DAYS, "2020-06-02T17:00"),  # 17:00 sharp is still today
    ("2020-06-01T17:01", 1, WORKING_DAYS, "2020-06-03T17:00"),  # a minute later counts for tomorrow
    ("2020-06-05T17:30", 1, WORKING_DAYS, "2020-06-09T17:00"),  # Friday evening counts for Monday
    ("2020-06-06T09:00", 1, WORKING_DAYS, "2020-06-08T17:00"),  # Saturday morning: Monday is day one
    ("2020-08-31T09:00", 2, WORKING_DAYS, "2020-09-03T17:00"),  # over 2 September
    ("2021-02-08T09:00", 3, WORKING_DAYS, "2021-02-18T17:00"),  # Tết: 10-16 February off; 9, 17, 18
    ("2021-02-09T17:30", 1, WORKING_DAYS, "2021-02-18T17:00"),  # counts for the 17th
    ("2021-02-08T09:00", 3, CALENDAR_DAYS, "2021-02-11T17:00"),  # calendar days do not wait for Tết
    ("2021-04-29T09:00", 1, WORKING_DAYS, "2021-05-04T17:00"),  # 30 April, weekend, 3 May
    ("2021-04-20T09:00", 1, WORKING_DAYS, "2021-04-22T17:00"),  # Hùng kings on the 21st
    ("2021-03-01T16:00", 8, HOURS, "2021-03-02T17:00"),
    ("2021-03-01T08:00", 4, HOURS, "2021-03-02T11:00"),
    ("2021-03-01T08:00", 5, HOURS, "2021-03-02T14:00"),  # half an hour after lunch
    ("2021-03-01T08:00", 12, HOURS, "2021-03-03T11:00"),
    ("2021-03-01T08:00", 0, AT_ONCE, "2021-03-01T17:00"),
]


@pytest.mark.parametrize(("received", "amount", "unit", "due"), DUE)
def test_due_date_worked_by_hand(calendar: Calendar, received: str, amount: int, unit: int, due: str) -> None:
    result = calendar.due(np.array([received], "datetime64[s]"), np.array([amount]), np.array([unit]))
    assert result[0] == np.datetime64(due, "s")


def test_no_receipt_no_due_date(calendar: Calendar) -> None:
    assert np.isnat(calendar.due(np.array(["NaT"], "datetime64[s]"), np.array([5]), np.array([WORKING_DAYS])))[0]


def test_window_has_231_working_days(calendar: Calendar) -> None:
    assert len(calendar.working_days("2020-06-01", "2021-04-30")) == 231


def test_limits_are_understood() -> None:
    assert parse_limit("7 Ngày làm việc") == (7, WORKING_DAYS)
    assert parse_limit("30 Ngày") == (30, CALENDAR_DAYS)
    assert parse_limit("8 Giờ") == (8, HOURS)
    assert parse_limit("Giải quyết ngay") == (0, AT_ONCE)
    with pytest.raises(ValueError, match="not understood"):
        parse_limit("khoảng một tuần")


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_same_seed_same_bytes(small, tmp_path: Path) -> None:
    labels, out = small
    again = sample.write(3000, 5, tmp_path / "raw", tmp_path / "labels.csv")
    assert _digests(tmp_path / "raw") == _digests(out)
    assert again.equals(labels)


def test_other_seed_other_cases(small, tmp_path: Path) -> None:
    sample.write(3000, 6, tmp_path / "raw", tmp_path / "labels.csv")
    assert _digests(tmp_path / "raw") != _digests(small[1])


def _cells(path: Path) -> list[list[object]]:
    if path.suffix == ".xlsx":
        return [list(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    text = path.read_text(encoding="utf-8-sig")
    separator = max(",;", key=text.count)
    return list(csv.reader(text.splitlines(), delimiter=separator))


def _case_codes(path: Path) -> list[str]:
    """Codes below the heading `Mã hồ sơ`, as a reader finds them who knows nothing of the simulator."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return CODE.findall("".join(archive.read(name).decode() for name in archive.namelist()))
    if path.suffix == ".parquet":
        return CODE.findall(str(pq.read_table(path).to_pylist()))
    if path.suffix in (".xls", ".json") or ".tcvn3" in path.name:
        return CODE.findall(path.read_bytes().decode("latin-1"))
    column, codes = None, []
    for row in _cells(path):
        texts = [unicodedata.normalize("NFC", str(cell)).strip() if cell is not None else "" for cell in row]
        if column is None:
            column = next((place for place, text in enumerate(texts) if text in CODE_HEADINGS), None)
        elif len(texts) > column and "H34" in texts[column]:
            codes.append(texts[column])
    return codes


def _in_files(folder: Path) -> dict[str, list[str]]:
    """The codes in each unit's own list."""
    paths = (path for path in folder.glob("ho_so_*") if path.suffix != ".json")
    return {path.name.removeprefix("ho_so_").partition(".")[0]: _case_codes(path) for path in paths}


def test_labels_name_rows_that_are_in_the_files(small) -> None:
    labels, out = small
    in_files = _in_files(out)
    assert len(in_files) == 135
    everywhere = {code for codes in in_files.values() for code in codes}
    elsewhere = labels.loc[labels["rule_id"] == "E7", "case_id"]  # late by a vertical system's dates, and in no list
    cases = labels[labels["rule_id"].isin(CASE_RULES) & ~labels["case_id"].isin(elsewhere)]
    assert set(cases["rule_id"]) == CASE_RULES
    assert set(cases["case_id"]) <= everywhere
    for row in cases[cases["unit_code"] != "UNRESOLVED"].itertuples():
        assert row.case_id in in_files[row.unit_code]
    for row in cases[cases["rule_id"] == "A4"].itertuples():
        assert in_files[row.unit_code].count(row.case_id) >= 2


def test_only_labelled_codes_repeat(small) -> None:
    labels, out = small
    labelled = set(labels[labels["rule_id"] == "A4"]["case_id"])
    for codes in _in_files(out).values():
        assert {code for code in codes if codes.count(code) > 1} <= labelled


def test_every_rule_is_planted_in_number_in_the_full_sample(tmp_path: Path) -> None:
    labels = sample.write(25_000, 1, tmp_path / "raw", tmp_path / "labels.csv")
    counts = labels.groupby("rule_id").size()
    assert set(counts.index) == CASE_RULES | PROCEDURE_RULES | WITNESSED | ON_TIME | CONDUCT | ODD | UNITS.keys()
    assert (counts[sorted(ODD)] >= 5).all() and (counts[sorted(ON_TIME | CONDUCT)] >= 9).all()
    assert counts[list(UNITS)].to_dict() == UNITS
    assert (counts[sorted(CASE_RULES | PROCEDURE_RULES - {"U5"})] >= 15).all() and counts["U5"] == 10
    assert (counts[["D9", "D10", "D11", "E1", "E7"]] >= 10).all()
    assert sum(path.stat().st_size for path in (tmp_path / "raw").rglob("*") if path.is_file()) < 8_000_000


def test_what_a_witness_knows_stands_where_its_label_says(small) -> None:
    labels, out = small
    lists = {code for codes in _in_files(out).values() for code in codes}
    before = {code for codes in _in_files(out / earlier.FOLDER).values() for code in codes}
    portal = set(_case_codes(out / "dong_bo_cong_quoc_gia.json"))
    register = {code for path in out.glob("so_theo_doi_*.xlsx") for code in _case_codes(path)}
    vertical = {row[2] for row in _cells(out / "dat_dai_nganh_doc.xlsx") if row[2]}
    told = {rule: set(labels[labels["rule_id"] == rule]["case_id"]) for rule in WITNESSED}
    assert told["D9"] and told["D10"] and told["D11"] and told["portal.only_b"]
    assert told["D9"] <= before & lists and told["D10"] <= lists
    assert told["D11"] <= before - lists
    assert told["E1"] <= register - lists
    assert told["register.only_a"] <= lists - register
    assert told["E7"] and told["E7"] <= vertical - lists and vertical & lists
    assert told["portal.only_b"] <= portal - lists
    assert told["portal.only_a"] <= lists - portal


def test_lists_of_other_days_and_choices_know_no_other_case(small) -> None:
    in_files = _in_files(small[1])
    for code, choice, taken_at, first, last in selections.SENT:
        codes = _in_files(small[1] / taken_at[:10])[code]
        assert codes and set(codes) < set(in_files[code]), (code, choice)
        days = {code.split("-")[1] for code in codes}
        assert max(days) <= last[2:].replace("-", "")
        if choice == selections.CARRIED:
            assert max(days) < first[2:].replace("-", "")
    taken = [json.loads(path.read_text(encoding="utf-8"))["taken_at"] for path in small[1].glob("ho_so_*.origin.json")]
    assert taken.count(str(selections.CUT)) == 2
    assert min(moment for moment in taken if moment != str(selections.CUT)) > "2021-05-05"


def test_the_step_log_shows_what_its_labels_say(small) -> None:
    """The desk's step of a labelled case ends on a later day than it began; some steps are of cases nobody knows."""
    labels, out = small
    records = json.loads((out / "tien_do_xu_ly.json").read_text(encoding="utf-8"))["data"]
    desk = {record["MaHoSo"]: record for record in records if record["PhongBanXuLy"] == "Bộ phận Một cửa"}
    told = set(labels[labels["rule_id"] == "E3"]["case_id"]) & desk.keys()
    assert told and all(desk[code]["NgayBatDau"][:8] < desk[code]["ThoiDiemXuLy"][:8] for code in told)
    assert desk.keys() - {code for codes in _in_files(out).values() for code in codes}
    assert any(record["ThoiDiemXuLy"] == record["NgayKetThucTheoQuyDinh"] for record in records)


def test_every_file_that_has_a_place_for_it_says_that_it_is_made_up(small) -> None:
    """In its title, its properties, or beside its records; a bare csv has no such place."""
    for path in (path for path in small[1].rglob("*") if not path.name.endswith((".csv", ".origin.json"))):
        if path.suffix == ".xlsx":
            text = openpyxl.load_workbook(path, read_only=True).properties.title or ""
        elif path.suffix == ".parquet":
            text = str({key.decode(): value.decode() for key, value in pq.read_schema(path).metadata.items()})
        elif path.suffix == ".zip":
            text = zipfile.ZipFile(path).comment.decode()
        elif path.is_file():
            text = path.read_text(encoding="utf-8")
        assert path.is_dir() or "mô phỏng" in text


def test_cards_name_what_a_list_covers(small) -> None:
    covers = {}
    for path in small[1].glob("*.origin.json"):
        card = json.loads(path.read_text(encoding="utf-8"))
        assert set(card) >= {"sender", "received_on", "taken_at"}
        covers[path.name.removesuffix(".origin.json")] = card.get("covers")
    assert covers["phieu_xin_loi_610.csv"] == ["610"]
    assert not {"610", "618", "62"} & set(covers["phieu_xin_loi_toan_tinh.xlsx"])
    assert not {"SKHCN", "TTT", "62"} & set(covers["thu_tuc_cau_hinh.xlsx"])


def test_bench_csv_has_a_heading_and_the_rows(tmp_path: Path) -> None:
    rows = bench.write(2000, 3, tmp_path / "cases.csv")
    with (tmp_path / "cases.csv").open(encoding="utf-8", newline="") as handle:
        read = list(csv.DictReader(handle))
    assert len(read) == rows
    assert {"Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả"} <= set(read[0])
