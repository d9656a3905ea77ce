"""`bieu_06.xlsx` read back: every figure is the mart's, every equation holds in its row, the bytes are the same."""

import re
from pathlib import Path

import openpyxl
import pytest

from flows.workbooks.form_06 import FORM, write_form_06
from tests.casebook import rows_of

RECORD = {"run_id": "20210520T080000-abc", "started_at": "2021-05-20T08:00:00+07:00"}
NUMBERS_ROW = 9  # below two rows of titles, three of notes and three of headings


@pytest.fixture(scope="module")
def path(sample, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("form") / "bieu_06.xlsx"
    write_form_06(sample, path, RECORD)
    return path


@pytest.fixture(scope="module")
def sheets(path) -> dict[str, list[tuple]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(path)}


def _lines(rows: list[tuple]) -> list[tuple]:
    """From below the numbers to the total row."""
    body = rows[NUMBERS_ROW:]
    return body[: next(place for place, row in enumerate(body, 1) if row[1] == "Tổng số")]


def test_a_sheet_per_convention_then_the_quarters(sample, sheets) -> None:
    names = [
        row["name_vi"] for row in rows_of(sample, "select name_vi from form_06_conventions order by convention_no")
    ]
    assert list(sheets)[: len(names)] == names
    assert len(sheets) == len(names) + 10
    assert "Quý 3-2020 báo cáo" in sheets


def test_the_headings_are_those_of_the_form(sheets) -> None:
    rows = sheets["Phần mềm một cửa (cách 1)"]
    assert [cell for cell in rows[5] if cell][:5] == [
        "STT",
        "Đơn vị, lĩnh vực",
        "Số lượng hồ sơ tiếp nhận",
        "Số lượng hồ sơ đã giải quyết",
        "Số lượng hồ sơ đang giải quyết",
    ]
    numbers = [re.match(r"\(\d+\)", cell)[0] for cell in rows[NUMBERS_ROW - 1] if cell]
    assert numbers[:13] == [f"({number})" for number in range(1, 14)]


def test_every_line_is_the_marts(sample, sheets) -> None:
    for convention in rows_of(sample, "select convention_id, name_vi from form_06_conventions"):
        query = "select * from form_06 where convention_id = ? and period_id = 'window' and total > 0"
        lines = rows_of(sample, query, [convention["convention_id"]])
        expected = sorted(tuple(line[cell] for cell in FORM) for line in lines)
        body = [row for row in _lines(sheets[convention["name_vi"]])[:-1] if not row[0].isalpha()]
        assert sorted(row[2:13] for row in body if row[2] > 0) == expected


def test_equations_hold_and_levels_add_up_to_the_total(sheets) -> None:
    for name, rows in sheets.items():
        places = {re.match(r"\((\d+)\)", cell)[1]: place for place, cell in enumerate(rows[NUMBERS_ROW - 1]) if cell}
        sums = [re.findall(r"\d+", cell) for cell in rows[NUMBERS_ROW - 1] if cell and "=" in cell]
        sums.append(re.findall(r"\d+", rows[4][0]))
        assert len(sums) == 4
        *lines, total = _lines(rows)
        for row in (*lines, total):
            for whole, *parts in sums:
                assert row[places[whole]] == sum(row[places[part]] for part in parts), (name, row)
        for column in range(2, len(places)):
            levels = [row[column] for row in lines if row[0].isalpha()]
            units = [row[column] for row in lines if row[0].isdigit()]
            assert sum(levels) == sum(units) == total[column], (name, column)


def test_the_same_tables_give_the_same_bytes_and_english_is_a_switch(sample, path, tmp_path) -> None:
    write_form_06(sample, tmp_path / "again.xlsx", RECORD)
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    write_form_06(sample, tmp_path / "en.xlsx", RECORD, lang="en")
    book = openpyxl.load_workbook(tmp_path / "en.xlsx", read_only=True)
    assert book.sheetnames[:2] == ["Inspection", "One-stop software (first way)"]
