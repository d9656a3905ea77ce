"""The other extracts: slips of apology (Mẫu 04), newly published procedures, configured ones."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from .catalog import Province
from .containers import MADE_UP
from .procedures import NOT_DELIVERED, code_as_written
from .shapes import CREATED, TITLES, write_card
from .slips import OWN_LIST, UNDELIVERED
from .wording import applicants

TAKEN_AT = "2021-05-07T08:00:00"
REASONS = (
    "Chờ ý kiến cơ quan phối hợp",
    "Cán bộ thụ lý đi công tác",
    "Hồ sơ phức tạp, cần xác minh thực địa",
    "Hệ thống gián đoạn",
)
SLIP_HEADINGS = (
    "STT",
    "Số phiếu",
    "Ngày lập phiếu",
    "Mã hồ sơ",
    "Đơn vị lập phiếu",
    "Chủ hồ sơ",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Lý do",
    "Ngày hẹn lại",
    "Người ký",
)


def write_all(
    frame: pd.DataFrame, slips: pd.DataFrame, configured: pd.DataFrame, province: Province, out: Path
) -> None:
    _slip_lists(frame, slips, province.units, out)
    _published(province, out)
    _configured(configured, province, out)


def _day(moment: object) -> str | None:
    return None if pd.isna(moment) else pd.Timestamp(moment).strftime("%d/%m/%Y")


def _else(slip: pd.Series, name: str, usual: object) -> object:
    """What the slip says itself, else what the case has."""
    return usual if pd.isna(slip.get(name)) else slip[name]


def _slip_lists(frame: pd.DataFrame, slips: pd.DataFrame, units: pd.DataFrame, out: Path) -> None:
    slips = slips.sort_values(["slip_date", "case"], kind="stable")
    case = frame.loc[slips["case"]]
    number = case["unit"].to_numpy()
    own = ((units["unit_code"] == OWN_LIST) | (units["parent_code"] == OWN_LIST)).to_numpy()[number]
    names = units["unit_name"].to_numpy(object)[number]
    people = applicants(slips["case"].to_numpy())
    for is_own, name, code in (
        (False, "phieu_xin_loi_toan_tinh.xlsx", "62"),
        (True, f"phieu_xin_loi_{OWN_LIST}.csv", OWN_LIST),
    ):
        rows = []
        for place in np.flatnonzero(own == is_own):
            slip, one = slips.iloc[place], case.iloc[place]
            rows.append(
                [
                    len(rows) + 1,
                    _else(slip, "number", f"{len(rows) + 1}/PXL"),
                    _day(slip["slip_date"]),
                    _else(slip, "code", one["case_id"]),
                    names[place],
                    people[place],
                    _day(one["received_at"]),
                    _day(_else(slip, "old", one["due"])),
                    REASONS[int(slip["case"]) % 4] if slip["has_reason"] else None,
                    _day(slip["new_due_date"]),
                    "Lãnh đạo mẫu",
                ]
            )
        (_csv if is_own else workbook)(
            out / name, "DANH SÁCH PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", SLIP_HEADINGS, rows
        )
        direct = units[units["unit_type"].isin(["department", "district"])]["unit_code"]
        covers = [code] if is_own else [unit for unit in direct if unit not in (OWN_LIST, UNDELIVERED)]
        write_card(out / name, code, TAKEN_AT, covers)


def _published(province: Province, out: Path) -> None:
    headings = (
        "STT",
        "Mã số TTHC",
        "Tên thủ tục hành chính",
        "Lĩnh vực",
        "Cấp thực hiện",
        "Cơ quan thực hiện",
        "Mức độ DVC",
        "Thời hạn giải quyết",
        "Ngày hiệu lực",
        "Quyết định công bố",
        "Ghi chú",
    )
    new = province.procedures[province.procedures["origin"] == "new"]
    rows = [
        [
            place,
            f"{row.procedure_code}.000.00.00.H34",
            row.procedure_name,
            row.sector,
            row.level,
            row.authority,
            row.service_level,
            row.time_limit,
            _day(row.valid_from),
            row.decision,
            None,
        ]
        for place, row in enumerate(new.itertuples(), 1)
    ]
    path = out / "danh_muc_cong_bo_1305.xlsx"
    workbook(path, "DANH MỤC THỦ TỤC HÀNH CHÍNH CÔNG BỐ MỚI", headings, rows)
    write_card(path, "62", TAKEN_AT)


def _configured(configured: pd.DataFrame, province: Province, out: Path) -> None:
    headings = (
        "STT",
        "Đơn vị sử dụng",
        "Mã thủ tục",
        "Tên thủ tục",
        "Lĩnh vực",
        "Thời gian xử lý",
        "Trạng thái sử dụng",
    )
    units = province.units
    names = dict(zip(units["unit_code"], units["unit_name"], strict=True))
    rows = []
    for place, item in enumerate(configured.itertuples(), 1):
        unit, row = units.iloc[item.unit], province.procedures.iloc[item.procedure]
        full = (
            f"{unit['unit_name']}, {names[unit['district_code']]}"
            if unit["unit_type"] == "commune"
            else unit["unit_name"]
        )
        rows.append(
            [
                place,
                full,
                code_as_written(row["procedure_code"], item.unit),
                row["procedure_name"],
                row["sector"],
                item.time_limit,
                item.usage,
            ]
        )
    path = out / "thu_tuc_cau_hinh.xlsx"
    workbook(path, "DANH SÁCH THỦ TỤC CẤU HÌNH TRÊN HỆ THỐNG MỘT CỬA", headings, rows)
    direct = units[units["unit_type"].isin(["department", "district"])]["unit_code"]
    write_card(path, "62", TAKEN_AT, [code for code in direct if code not in NOT_DELIVERED])


def workbook(path: Path, title: str, headings: tuple[str, ...], rows: list[list]) -> None:
    """One sheet: title rows, headings, rows of texts and numbers."""
    book = xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": CREATED, "author": "", "title": MADE_UP})
    sheet = book.add_worksheet("Danh sách")
    bold = book.add_format({"bold": True, "align": "center", "text_wrap": True})
    for top, line in enumerate((TITLES[0], title, MADE_UP)):
        sheet.merge_range(top, 0, top, len(headings) - 1, line, bold)
    sheet.write_row(4, 0, headings, bold)
    for top, row in enumerate(rows, 5):
        sheet.write_row(top, 0, row)
    sheet.set_column(1, len(headings) - 1, 22)
    book.close()


def _csv(path: Path, title: str, headings: tuple[str, ...], rows: list[list]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, delimiter=";", lineterminator="\r\n")
        writer.writerows([[TITLES[0]], [title], [MADE_UP], headings])
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
