"""Papers beside the cases: requests for supplements (Mẫu 02), petitions, and units' own reports (Biểu 06).

Labels: those of petitions.py; `form_06.line`, `form_06.total` for reports whose figures do not add up.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from . import petitions
from .catalog import WINDOW_FROM, WINDOW_TO
from .containers import MADE_UP
from .faults import Planter
from .law import as_day
from .lists import TAKEN_AT, workbook
from .shapes import CREATED, write_card
from .wording import applicants

REPORTING = ("SNV", "614", "SNNPTNT", "616", "23284")
QUARTERLY = "STTTT"
QUARTERS = tuple(
    (np.datetime64(first), np.datetime64(last))
    for first, last in (("2020-07-01", "2020-09-30"), ("2020-10-01", "2020-12-31"))
)
BROKEN_LINE, BROKEN_TOTAL = "616", "SNNPTNT"
REQUESTED = ("STT", "Số phiếu yêu cầu", "Mã hồ sơ", "Đơn vị yêu cầu", "Chủ hồ sơ", "Ngày yêu cầu bổ sung")
REQUESTED += ("Nội dung yêu cầu", "Ngày bổ sung đủ hồ sơ", "Người ký")
FIGURES = ("total", "online", "direct", "carried", "done", "early", "on_time", "late", "open", "in_time", "overdue")


def write(p: Planter, out: Path) -> None:
    _requests(p, out / "phieu_yeu_cau_bo_sung.xlsx")
    petitions.write(p, out)
    for code in REPORTING:
        _report(p, code, out / f"bieu_06_{code}.xlsx")
    _quarters(p, out)


def _day(moment: object) -> str | None:
    return None if pd.isna(moment) else pd.Timestamp(moment).strftime("%d/%m/%Y")


def _requests(p: Planter, path: Path) -> None:
    """Of the departments, whose lists show the same days."""
    units = p.province.units
    listed = (units["unit_type"] == "department").to_numpy() & [
        style.has("supplement_requested_at") for style in p.styles
    ]
    asked = p.frame[listed[p.frame["unit"]] & p.frame["supplement_requested_at"].notna()]
    asked = asked[~asked.duplicated("case_id", keep=False)]
    people = applicants(asked.index.to_numpy())
    rows = []
    for place, row in enumerate(asked.itertuples()):
        who = (place + 1, f"{place + 1}/PYC", row.case_id, units["unit_name"].iat[row.unit], people[place])
        days = _day(row.supplement_requested_at), _day(row.supplement_completed_at)
        rows.append([*who, days[0], "Bản sao mẫu", days[1], "Lãnh đạo mẫu"])
    for row in asked[asked["asked_again_at"].notna()].itertuples():
        who = (len(rows) + 1, f"{len(rows) + 1}/PYC", row.case_id, units["unit_name"].iat[row.unit], None)
        rows.append([*who, _day(row.asked_again_at), "Bản sao mẫu khác", None, "Lãnh đạo mẫu"])
    workbook(path, "DANH SÁCH PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ (Mẫu 02)", REQUESTED, rows)
    write_card(path, "62", TAKEN_AT, list(units["unit_code"][listed]))


def _report(p: Planter, code: str, path: Path) -> None:
    period = WINDOW_FROM, WINDOW_TO
    lines = counted(p.frame[p.of(code)], p.province.procedures, period)
    totals = lines.sum()
    if code == BROKEN_LINE:
        lines.loc[lines.index[0], "done"] += 3
        totals["done"] += 3
        p.labels.thing("form_06.line", code, lines.index[0], "completed is more than its parts")
        _label_lines(p, code, period, (lines.index[0], "Tổng số"), "A8", "A8R")
    if code == BROKEN_TOTAL:
        totals["direct"] += 5
        totals["total"] += 5
        p.labels.thing("form_06.total", code, "", "the total row is no sum of the lines")
        _label_lines(p, code, period, ("Tổng số",), "A8", "A8R")
    write_report(path, _name(p, code), period, lines, totals)
    write_card(path, code, TAKEN_AT)


def _quarters(p: Planter, out: Path) -> None:
    """Two quarters of one unit, of which the second takes over more than the first left behind."""
    for number, period in enumerate(QUARTERS):
        lines = counted(p.frame[p.of(QUARTERLY)], p.province.procedures, period)
        if number:
            sector = lines.index[int(lines["carried"].argmax())]
            lines.loc[sector, ["total", "carried", "open", "in_time"]] += 2
            _label_lines(p, QUARTERLY, period, (sector, "Tổng số"), "A8C", "A8R")
        path = out / f"bieu_06_{QUARTERLY}_quy_{number + 3}.xlsx"
        write_report(path, _name(p, QUARTERLY), period, lines, lines.sum())
        write_card(path, QUARTERLY, TAKEN_AT)


def line_in_period(period: tuple, item: str) -> str:
    """How a finding names a line of a report."""
    return f"{_day(period[0])}–{_day(period[1])} · {item}"


def _label_lines(p: Planter, code: str, period: tuple, items: tuple[str, ...], *rules: str) -> None:
    for rule in rules:
        for item in items:
            p.labels.thing(rule, code, line_in_period(period, item), "figures that do not fit")


def _name(p: Planter, code: str) -> str:
    return p.province.units.set_index("unit_code")["unit_name"][code]


def counted(frame: pd.DataFrame, procedures: pd.DataFrame, period: tuple) -> pd.DataFrame:
    """FIGURES by sector, as a unit counts its cases between two days: by status; withdrawn and stopped ones left out,
    undated ones on time.
    """
    first, last = period
    frame = frame[frame["in_scope"] & frame["is_accepted"] & ~frame["status"].isin([1, 3, 7, 8])]
    end = as_day(frame["finished_at"].fillna(frame["returned_at"]).to_numpy())
    begun = as_day(frame["first_seen"].to_numpy())
    here = (begun <= last) & ~((end < first) & (first > WINDOW_FROM))
    frame, begun, end = frame[here], begun[here], end[here]
    ended = frame["status"].isin([9, 10]).to_numpy() & ~(end > last)
    measured, due = np.where(end <= last, end, last), as_day(frame["due"].to_numpy())
    undated = ended & np.isnat(end)
    old, late, early = begun < first, (measured > due) & ~undated, (measured < due) & ~undated
    online = (frame["channel"] == "online").to_numpy()
    counts = pd.DataFrame(
        {
            "total": True,
            "online": online & ~old,
            "direct": ~online & ~old,
            "carried": old,
            "done": ended,
            "early": ended & early,
            "on_time": ended & ~early & ~late,
            "late": ended & late,
            "open": ~ended,
            "in_time": ~ended & ~late,
            "overdue": ~ended & late,
        },
        index=range(len(frame)),
    )
    sectors = procedures["sector"].to_numpy(object)[frame["procedure"]]
    return counts.astype(int).groupby(sectors).sum()[list(FIGURES)]


def write_report(path: Path, unit_name: str, period: tuple, lines: pd.DataFrame, totals: pd.Series) -> None:
    """The form as a workbook: FIGURES by sector, and the total row as it is given."""
    span = f"Từ ngày {_day(period[0])} đến ngày {_day(period[1])}"
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": CREATED, "author": "", "title": MADE_UP})
    sheet = book.add_worksheet("Biểu 06")
    bold = book.add_format({"bold": True, "align": "center", "text_wrap": True})
    titles = ("TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH (Biểu 06)", span, f"Đơn vị báo cáo: {unit_name}")
    for top, line in enumerate((*titles, MADE_UP)):
        sheet.merge_range(top, 0, top, 12, line, bold)
    for column, name in enumerate(("STT", "Lĩnh vực")):
        sheet.merge_range(4, column, 6, column, name, bold)
    for first, last, name in ((2, 5, "tiếp nhận"), (6, 9, "đã giải quyết"), (10, 12, "đang giải quyết")):
        sheet.merge_range(4, first, 4, last, f"Số lượng hồ sơ {name}", bold)
    sheet.merge_range(5, 3, 5, 4, "Trong kỳ", bold)
    parts = {2: "Tổng số", 5: "Từ kỳ trước", 6: "Tổng số", 7: "Trước hạn", 8: "Đúng hạn", 9: "Quá hạn"}
    for column, name in (parts | {10: "Tổng số", 11: "Trong hạn", 12: "Quá hạn"}).items():
        sheet.merge_range(5, column, 6, column, name, bold)
    sheet.write_row(6, 3, ("Trực tuyến", "Trực tiếp, dịch vụ bưu chính"), bold)
    sheet.write_row(7, 0, [f"({column})" for column in range(1, 14)], bold)
    for top, (sector, figures) in enumerate(lines.iterrows(), 8):
        sheet.write_row(top, 0, [top - 7, sector, *map(int, figures)])
    sheet.write_row(8 + len(lines), 0, ["Tổng số", None, *map(int, totals)], bold)
    sheet.write(10 + len(lines), 9, "THỦ TRƯỞNG ĐƠN VỊ")
    book.close()
