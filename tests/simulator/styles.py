"""How each unit's file is written: drawn once per unit, because a fault is only there if its column is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

OTHERWISE = {"23548": "xls", "23470": "tcvn3.csv", "23509": "zip", "23326": "parquet"}  # an HTML page named xls, ...
TAKEN_AT = ("2021-05-05T08:00:00", "2021-05-05T17:30:00", "2021-05-06T08:00:00", "2021-05-07T10:15:00")
HEADINGS = {
    "number": ("STT", "TT"),
    "case_id": ("Mã hồ sơ", "Số hồ sơ"),
    "procedure_code": ("Mã thủ tục", "Mã TTHC"),
    "procedure_name": ("Thủ tục", "Tên thủ tục", "Tên thủ tục hành chính"),
    "sector": ("Lĩnh vực",),
    "level": ("Mức độ", "Mức độ DVC"),
    "unit": ("Đơn vị xử lý", "Cơ quan xử lý", "Đơn vị tiếp nhận", "Đơn vị"),
    "channel": ("Hình thức tiếp nhận", "Kênh tiếp nhận"),
    "submitted_at": ("Ngày nộp",),
    "received_at": ("Ngày tiếp nhận",),
    "due": ("Ngày hẹn trả",),
    "due_at": ("Ngày hẹn trả mới",),
    "due_moves": ("Số lần hẹn lại",),
    "supplement_requested_at": ("Ngày yêu cầu bổ sung",),
    "supplement_completed_at": ("Ngày bổ sung đủ hồ sơ",),
    "finished_at": ("Ngày có kết quả", "Ngày kết thúc xử lý"),
    "returned_at": ("Ngày trả kết quả",),
    "status": ("Trạng thái", "Tình trạng hồ sơ"),
    "applicant": ("Người nộp", "Chủ hồ sơ", "Người nộp/Chủ hồ sơ"),
    "phone": ("Số điện thoại",),
    "address": ("Địa chỉ",),
    "officer": ("Cán bộ xử lý",),
    "remark": ("Ghi chú",),
}
TIMES = (
    "submitted_at",
    "received_at",
    "due",
    "due_at",
    "finished_at",
    "returned_at",
)  # may stand under "Thời gian"
DATES = (*TIMES, "supplement_requested_at", "supplement_completed_at")


@dataclass(frozen=True)
class Style:
    unit: int
    file_format: str  # xlsx, csv, or what OTHERWISE names
    separator: str
    heading_rows: int  # 1-3; with 2 or 3 the times stand under a merged "Thời gian"
    has_title: bool
    has_numbering: bool
    has_groups: bool  # "Lĩnh vực: ..." rows instead of a column
    dates: str  # text, true, mixed
    due_is_day: bool
    is_nfd: bool
    is_padded: bool
    repeats_due: bool  # "Ngày hẹn trả mới" filled even where nothing moved
    wording: int  # which of several wordings for units, levels, codes
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    taken_at: str  # "" if no .origin.json comes with the file
    period: str = "Từ ngày 01/06/2020 đến ngày 30/04/2021"  # a line of the title

    def has(self, column: str) -> bool:
        return column in self.columns


def draw(units: pd.DataFrame, rng: np.random.Generator) -> list[Style]:
    drawn = [_one(int(number), int(size), rng) for number, size in units["size"].items()]
    formats = units["unit_code"].map(OTHERWISE)
    return [replace(one, file_format=formats[one.unit]) if one.unit in formats.dropna() else one for one in drawn]


def _one(unit: int, size: int, rng: np.random.Generator) -> Style:
    def chance(share: float) -> bool:
        return bool(rng.random() < share)

    large = size >= 300
    is_excel = size >= 450 or chance(0.53)
    heading_rows = (
        int(rng.choice([1, 2, 3], p=[0.4, 0.4, 0.2])) if is_excel else int(rng.choice([1, 2], p=[0.85, 0.15]))
    )
    has_groups = is_excel and chance(0.35)
    origin = large or chance(0.86)
    kept = {
        "sector": not has_groups and chance(0.8),
        "level": large or chance(0.75),
        "channel": large or chance(0.8),
        "unit": large or not origin or chance(0.85),
        "due_at": large or chance(0.7),
        "due_moves": large or chance(0.5),
        "supplement": large or chance(0.6),
        "submitted_at": chance(0.5),
        "procedure_name": chance(0.8) and size < (2500 if is_excel else 180),
        "applicant": chance(0.8),
        "phone": chance(0.4),
        "address": chance(0.4),
        "officer": chance(0.3),
        "remark": chance(0.4),
    }
    columns = _columns(kept, heading_rows, rng)
    wording = int(rng.integers(0, 12))
    return Style(
        unit=unit,
        file_format="xlsx" if is_excel else "csv",
        separator=str(rng.choice([",", ";"])),
        heading_rows=heading_rows,
        has_title=is_excel or chance(0.4),
        has_numbering=is_excel and chance(0.7),
        has_groups=has_groups,
        dates=str(rng.choice(["text", "true", "mixed"], p=[0.5, 0.38, 0.12])) if is_excel else "text",
        due_is_day=chance(0.2),
        is_nfd=chance(0.07),
        is_padded=chance(0.12),
        repeats_due=chance(0.25),
        wording=wording,
        columns=columns,
        headings=tuple(HEADINGS[name][wording % len(HEADINGS[name])] for name in columns),
        taken_at=str(rng.choice(TAKEN_AT)) if origin else "",
    )


def _columns(kept: dict[str, bool], heading_rows: int, rng: np.random.Generator) -> tuple[str, ...]:
    about = [
        name
        for name in (
            "procedure_code",
            "procedure_name",
            "sector",
            "level",
            "unit",
            "channel",
            "applicant",
            "phone",
            "address",
        )
        if kept.get(name, True)
    ]
    if rng.random() < 0.6:
        about = list(rng.permutation(about))
    times = [name for name in TIMES if kept.get(name, True)]
    extra = ["due_moves"] * kept["due_moves"]
    extra += ["supplement_requested_at", "supplement_completed_at"] * kept["supplement"]
    tail = ["status", *(name for name in ("officer", "remark") if kept[name])]
    blocks = [about, times, extra] if rng.random() < 0.7 else [times, about, extra]
    columns = ["number", "case_id", *(name for block in blocks for name in block), *tail]
    if rng.random() < 0.2 and heading_rows == 1:
        columns.remove("status")
        columns.insert(2, "status")
    return tuple(str(name) for name in columns)
