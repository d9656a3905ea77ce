"""Reports that a real one-stop system prints, filled with drawn figures as it fills them, and read back."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from flows import ROOT
from flows.reading.ingest import FileOutcome, ingest_file
from flows.tables.layouts import load_layouts
from tests.casebook import LAYOUTS, Casebook, drawn, rows_of

TEMPLATES = ROOT / "tests" / "fixtures" / "opencps"
TITLES = {
    "govAgencyName": "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN",
    "fromDate": "01/06/2020",
    "toDate": "30/04/2021",
    "currentDay": "05",
    "currentMonth": "05",
    "currentYear": "2021",
    "reportName": "DANH SÁCH HỒ SƠ",
}
CELLS = [
    *("total", "carried_over", "received", "completed", "completed_early", "completed_on_time", "completed_late"),
    *("pending", "pending_in_time", "pending_overdue", "late_total"),
]
REPORT = """
STT               | 1       | 2       | 3
item              | Đất đai | Hộ tịch | Chăn nuôi
total             | 1234    | 12      | 0
carried_over      | 34      | 2       | 0
received          | 1200    | 10      | 0
completed         | 1200    | 12      | 0
completed_early   | 700     | 0       | 0
completed_on_time | 450     | 12      | 0
completed_late    | 50      | 0       | 0
pending           | 34      | 0       | 0
pending_in_time   | 30      | 0       | 0
pending_overdue   | 4       | 0       | 0
late_total        | 54      | 0       | 0
"""
SPELLINGS = {"numbers": int, "text": str, "thousands": lambda count: f"{int(count):,}".replace(",", ".")}


def _merges_moved(sheet: Worksheet, below: int, by: int) -> None:
    """Rows were put in: what is merged under them moves along."""
    for merged in [merged for merged in sheet.merged_cells.ranges if merged.min_row > below]:
        sheet.merged_cells.remove(merged)
        merged.shift(row_shift=by)
        sheet.merged_cells.add(merged)


def _fill(sheet: Worksheet, first: int, rows: list[list]) -> None:
    """`rows` in place of the row of placeholders at `first`; titles in place of theirs."""
    if len(rows) > 1:
        sheet.insert_rows(first + 1, len(rows) - 1)
        _merges_moved(sheet, first, len(rows) - 1)
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str) and "${" in cell.value:
                cell.value = re.sub(r"\$\{name:\[(\w+)\][^}]*\}", lambda found: TITLES[found[1]], cell.value)


def _report(target: Path, template: str, rows: list[dict], total: dict, spelled: Callable = int) -> None:
    book = openpyxl.load_workbook(TEMPLATES / template)
    sheet = book.active
    sheet["A8"] = total["STT"]
    for column, name in enumerate(CELLS, start=3):
        sheet.cell(8, column).value = spelled(total[name])
    _fill(sheet, 7, [[row["STT"], row["item"], *(spelled(row[name]) for name in CELLS)] for row in rows])
    book.save(target)


def _lines() -> list[dict]:
    names, *lines = zip(
        *([cell.strip() for cell in row.split("|")] for row in REPORT.strip().splitlines()), strict=True
    )
    return [dict(zip(names, line, strict=True)) for line in lines]


def _totalled(rows: list[dict]) -> dict:
    return {"STT": "Tổng số"} | {name: sum(int(row[name]) for row in rows) for name in CELLS}


def _read(book: Casebook, name: str) -> FileOutcome:
    return ingest_file(book.raw / name, book.settings(), load_layouts(LAYOUTS))


LAYOUT_OF = {
    "statisticmgt-dossiercount1.xlsx": "opencps_report_by_sector",
    "statisticmgt-dossiercount2.xlsx": "opencps_report_by_procedure",
}
SENDERS = dict(
    zip(
        ((template, spelling) for template in LAYOUT_OF for spelling in SPELLINGS),
        ("SNNPTNT", "SYT", "608", "610", "611", "612"),
        strict=True,
    )
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> tuple[dict, list[dict], list[dict]]:
    """Every template in every spelling, each of a unit of its own: what became of each file, its lines, the rejects."""
    book, outcomes = Casebook(tmp_path_factory.mktemp("reports") / "book"), {}
    for (template, spelling), sender in SENDERS.items():
        path = book.raw / f"{sender}.xlsx"
        _report(path, template, _lines(), _totalled(_lines()), SPELLINGS[spelling])
        path.with_name(path.name + ".origin.json").write_text(json.dumps({"sender": sender}), encoding="utf-8")
        outcomes[sender] = _read(book, path.name)
    with book.audit() as connection:
        lines = rows_of(connection, "select * from reported_form_06 order by unit_code, row_number")
        return outcomes, lines, rows_of(connection, "select * from rejects")


@pytest.mark.parametrize(("template", "spelling"), SENDERS)
def test_a_printed_report_of_results_is_read_to_the_figure(reports, template: str, spelling: str):
    outcomes, all_lines, rejects = reports
    sender, rows = SENDERS[template, spelling], _lines()
    assert outcomes[sender].refused == rejects == []
    (landed,) = outcomes[sender].landed
    assert (landed.layout, landed.rows_read, landed.heading_row) == (LAYOUT_OF[template], 4, 3)
    assert (landed.period_from, landed.period_to, landed.period_kind) == ("2020-06-01", "2021-04-30", "days")

    lines = [line for line in all_lines if line["unit_code"] == sender]
    assert [line["line_kind"] for line in lines] == ["line", "line", "line", "total"]
    assert [line["item"] for line in lines] == ["Đất đai", "Hộ tịch", "Chăn nuôi", None]
    expected = [*([int(row[name]) for name in CELLS] for row in rows), list(_totalled(rows).values())[1:]]
    assert [[line[name] for name in CELLS] for line in lines] == expected
    differences = ("total_difference", "completed_difference", "pending_difference", "balance_difference")
    assert {line[name] for line in lines for name in (*differences, "late_difference")} == {0}
    assert [line["cells_off_sum"] for line in lines] == [None, None, None, 0]
    assert {(line["period_from"], line["period_to"]) for line in lines} == {(date(2020, 6, 1), date(2021, 4, 30))}
    assert len(all_lines) == 4 * len(SENDERS)


FIGURES = st.lists(st.integers(0, 99_999), min_size=11, max_size=11)


@settings(max_examples=15, deadline=None)
@given(st.lists(FIGURES, min_size=1, max_size=30))
def test_no_line_of_a_report_is_lost(tmp_path_factory, figures: list[list[int]]):
    book = Casebook(tmp_path_factory.mktemp("report") / "book")
    rows = [
        {"STT": number, "item": "Đất đai", **dict(zip(CELLS, line, strict=True))}
        for number, line in enumerate(figures, start=1)
    ]
    _report(book.raw / "r.xlsx", "statisticmgt-dossiercount1.xlsx", rows, _totalled(rows))
    (landed,) = _read(book, "r.xlsx").landed
    assert landed.rows_read == len(rows) + 1


CASES = """
sector  | case_id                   | received   | due        | status         | person
Đất đai | 000.00.06.H34-200601-0001 | 01/06/2020 | 10/06/2020 | Đang xử lý     | Nguyễn Văn Mẫu
Đất đai | 000.00.06.H34-200601-0002 | 01/06/2020 | 11/06/2020 | Đã trả kết quả | Trần Thị Mẫu
Hộ tịch | 000.00.06.H34-200602-0001 | 02/06/2020 | 03/06/2020 | Đã trả kết quả | Lê Văn Mẫu
"""


def test_a_printed_list_of_cases_gives_its_sectors_from_the_group_rows(tmp_path: Path):
    book, cases = Casebook(tmp_path / "book"), drawn(CASES)
    printed = openpyxl.load_workbook(TEMPLATES / "statisticmgt-dossierlist.xlsx")
    sheet = printed.active
    sheet.unmerge_cells("A5:G5")
    sheet.delete_rows(5)
    _merges_moved(sheet, 5, -1)
    rows = []
    for sector in dict.fromkeys(case["sector"] for case in cases):
        own = [case for case in cases if case["sector"] == sector]
        rows.append([f"{sector} ({len(own)})", *[None] * 6])
        for number, case in enumerate(own, start=1):
            said = f"Hồ sơ của {case['person']}"
            rows.append([number, case["case_id"], said, case["person"], case["received"], case["due"], case["status"]])
    _fill(sheet, 5, rows)
    for number, row in enumerate(rows, start=5):
        if row[1] is None:
            sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=7)
    printed.save(book.raw / "l.xlsx")
    (book.raw / "l.xlsx.origin.json").write_text('{"sender": "SNNPTNT"}', encoding="utf-8")

    outcome = _read(book, "l.xlsx")
    assert outcome.refused == []
    (landed,) = outcome.landed
    assert (landed.layout, landed.rows_read) == ("onestop_case_list", 3)
    assert landed.rows_furniture == 4  # the numbering, two groups, the signature
    with book.audit() as connection:
        read = rows_of(connection, "select sector, case_id, received_at, unit_code from cases order by row_number")
        assert not [name for row in read for name in row.values() if "Mẫu" in str(name)]
    assert [(row["sector"], row["case_id"]) for row in read] == [(case["sector"], case["case_id"]) for case in cases]
    assert {row["unit_code"] for row in read} == {"SNNPTNT"}
