"""Writes each unit's case list as a one-stop system would print it, in xlsx or csv.

Title rows, one to three heading rows, a numbering row, group rows, a total, signatures. Same frame,
same bytes: nothing asks for the clock.
"""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

from . import wording
from .catalog import Province
from .containers import MADE_UP, WRITERS, write_opencps
from .procedures import code_as_written
from .styles import DATES, TIMES, Style

CREATED = datetime(2021, 5, 7, 8, 0, 0)
TITLES = (
    "UBND TỈNH KON TUM",
    "BÁO CÁO TÌNH HÌNH TIẾP NHẬN VÀ GIẢI QUYẾT HỒ SƠ",
    MADE_UP,
)
SIGNATURES = ("Kon Tum, ngày 05 tháng 5 năm 2021", "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)")
TIME_GROUP = "Thời gian"


def write_all(
    frame: pd.DataFrame, province: Province, styles: list[Style], out: Path, rng: np.random.Generator
) -> None:
    for style, (_, part) in zip(styles, frame.groupby("unit"), strict=True):
        write_unit(part.loc[part.index.repeat(part["repeats"] + 1)], province, style, out, rng)


def write_unit(part: pd.DataFrame, province: Province, style: Style, out: Path, rng: np.random.Generator) -> None:
    """One unit's cases as its style has them, with a card where the style knows when they were taken."""
    spellings, statuses = wording.units(province.units)[style.unit], wording.statuses()
    table = _table(part, style, province, spellings, statuses, rng)
    sectors = province.procedures["sector"].to_numpy(object)[part["procedure"]]
    rows = _numbered(table, sectors, style)
    unit = province.units.iloc[style.unit]
    path = out / f"ho_so_{unit['unit_code']}.{style.file_format}"
    if style.file_format == "xlsx":
        _write_xlsx(path, style, rows, unit["unit_name"])
    elif style.file_format == "parquet":
        write_opencps(path, part, province)
    else:
        WRITERS[style.file_format](path, _lines(style, rows, unit["unit_name"]), style.separator)
    if style.taken_at:
        write_card(path, unit["unit_code"], style.taken_at)


def write_card(path: Path, sender: str, taken_at: str, covers: list[str] | None = None) -> None:
    card: dict[str, object] = {"sender": sender, "received_on": "2021-05-10", "taken_at": taken_at}
    if covers is not None:
        card["covers"] = covers
    text = json.dumps(card, ensure_ascii=False, indent=2) + "\n"
    path.with_name(path.name + ".origin.json").write_bytes(text.encode())


def _table(
    part: pd.DataFrame,
    style: Style,
    province: Province,
    spellings: list[str],
    statuses: dict[int, list[str]],
    rng: np.random.Generator,
) -> dict[str, list]:
    """Column name -> cells (str, int, datetime or None), without the running number."""
    procedures, size, rows = province.procedures.iloc[part["procedure"]], len(part), part.index.to_numpy()
    codes = [
        code_as_written(code, style.wording) if known else None
        for code, known in zip(procedures["procedure_code"], part["has_procedure_code"], strict=True)
    ]
    status = np.array([wording.pick(statuses[code], style.wording, 1, rng)[0] for code in part["status"]], dtype=object)
    unit = wording.pick(spellings, style.wording, size, rng)
    level_text = wording.LEVELS[style.wording % 3]
    levels = [int(n) if style.wording % 3 == 0 else level_text.format(n) for n in part["level"]]
    channels = [wording.CHANNELS[one][style.wording % len(wording.CHANNELS[one])] for one in part["channel"]]
    known: dict[str, list | np.ndarray] = {
        "case_id": part["case_id"].to_numpy(object),
        "procedure_code": codes,
        "procedure_name": list(procedures["procedure_name"]),
        "sector": list(procedures["sector"]),
        "level": levels,
        "channel": channels,
        "unit": np.where(part["unit_as_written"] != "", part["unit_as_written"], unit),
        "due_moves": list(part["due_moves"]),
        "status": np.where(part["status_as_written"] != "", part["status_as_written"], status),
        "applicant": wording.applicants(part["person"].to_numpy()),
        "phone": wording.phones(part["person"].to_numpy()),
        "address": wording.addresses(rows),
        "officer": [f"Cán bộ mẫu {row % 7 + 1}" for row in rows],
        "remark": [wording.REMARKS[row % 6] for row in rows],
    }
    due_at = part["due_at"].fillna(part["due"]) if style.repeats_due else part["due_at"]
    for name in DATES:
        moments = (due_at if name == "due_at" else part[name]).to_numpy("datetime64[s]")
        known[name] = _dates(moments, style, name in ("due", "due_at") and style.due_is_day, rng)
    for name in ("entered_at", "transferred_at"):
        if style.has(name):
            known[name] = _dates(part[name].to_numpy("datetime64[s]"), style, False, rng)
    known["papers"] = [int(count) or None for count in part["papers"]]
    return {name: [_text(cell, style, rng) for cell in known[name]] for name in style.columns if name != "number"}


def _dates(moments: np.ndarray, style: Style, only_day: bool, rng: np.random.Generator) -> list:
    as_text = np.full(len(moments), style.dates == "text") if style.dates != "mixed" else rng.random(len(moments)) < 0.4
    pattern = "%d/%m/%Y" if only_day else "%d/%m/%Y %H:%M:%S"
    cells: list = []
    for moment, text in zip(moments.tolist(), as_text, strict=True):
        if moment is None:
            cells.append(None)
        elif text:
            cells.append(moment.strftime(pattern))
        else:
            cells.append(moment.replace(hour=0, minute=0, second=0) if only_day else moment)
    return cells


def _text(cell: object, style: Style, rng: np.random.Generator) -> object:
    if not isinstance(cell, str):
        return int(cell) if isinstance(cell, np.integer) else cell
    if style.is_nfd:
        cell = unicodedata.normalize("NFD", cell)
    return f" {cell}  " if style.is_padded and cell and rng.random() < 0.12 else cell


def _numbered(table: dict[str, list], sectors: np.ndarray, style: Style) -> list[list]:
    """Data rows in the order of the style's columns, with one-cell group rows where the style has groups."""
    order = np.argsort(sectors, kind="stable") if style.has_groups else np.arange(len(sectors))
    rows, last = [], None
    for number, place in enumerate(order, 1):
        if style.has_groups and sectors[place] != last:
            last = sectors[place]
            rows.append([f"Lĩnh vực: {last}"])
        rows.append([number if name == "number" else table[name][place] for name in style.columns])
    return rows


def _headings(style: Style) -> list[str]:
    grouped = style.heading_rows > 1
    names = [
        "Ngày có kết quả" if grouped and name == "finished_at" else text
        for name, text in zip(style.columns, style.headings, strict=True)
    ]
    return [unicodedata.normalize("NFD", name) for name in names] if style.is_nfd else names


def _titles(style: Style, unit_name: str) -> tuple[str, ...]:
    return TITLES[0], unit_name.upper(), TITLES[1], style.period, MADE_UP


def _span(style: Style) -> tuple[int, int]:
    places = [place for place, name in enumerate(style.columns) if name in TIMES]
    return places[0], places[-1]


def _write_xlsx(path: Path, style: Style, rows: list[list], unit_name: str) -> None:
    book = xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": CREATED, "author": "", "title": MADE_UP})
    sheet = book.add_worksheet("Danh sách hồ sơ")
    bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    width, top = len(style.columns), 0
    for line in _titles(style, unit_name) if style.has_title else ():
        sheet.merge_range(top, 0, top, width - 1, line, bold)
        top += 1
    names, last = _headings(style), top + style.heading_rows - 1
    first_time, last_time = _span(style)
    if style.heading_rows > 1:
        sheet.merge_range(top, first_time, last - 1, last_time, TIME_GROUP, bold)
    for place, name in enumerate(names):
        if style.heading_rows == 1 or first_time <= place <= last_time:
            sheet.write_string(last, place, name, bold)
        else:
            sheet.merge_range(top, place, last, place, name, bold)
    top = last + 1
    if style.has_numbering:
        sheet.write_row(top, 0, [f"({place + 1})" for place in range(width)], bold)
        top += 1
    for row in rows:
        if len(row) == 1:
            sheet.merge_range(top, 0, top, width - 1, row[0], bold)
        for place, cell in enumerate(row if len(row) > 1 else []):
            if isinstance(cell, datetime):
                only_day = style.due_is_day and style.columns[place] in ("due", "due_at")
                sheet.write_datetime(top, place, cell, day if only_day else moment)
            elif cell is not None and cell != "":
                sheet.write(top, place, cell)
        top += 1
    if style.has_title:
        sheet.write(top, 0, "Tổng số", bold)
        sheet.write(top, 1, sum(len(row) > 1 for row in rows), bold)
        for offset, line in enumerate(SIGNATURES, 2):
            sheet.write(top + offset, max(width - 4, 1), line)
    sheet.set_column(1, width - 1, 20)
    book.close()


def _lines(style: Style, rows: list[list], unit_name: str) -> list[list]:
    """All lines of a file without types, an empty cell as an empty text."""
    width, names = len(style.columns), _headings(style)
    lines: list[list] = [[line] for line in _titles(style, unit_name)] if style.has_title else []
    if style.heading_rows > 1:
        first, last = _span(style)
        over = ["" if first <= place <= last else name for place, name in enumerate(names)]
        over[first] = TIME_GROUP
        lines += [over, [name if first <= place <= last else "" for place, name in enumerate(names)]]
    else:
        lines.append(names)
    lines += rows
    if style.has_title:
        lines += [
            ["Tổng số", sum(len(row) > 1 for row in rows)],
            *([""] * max(width - 4, 1) + [line] for line in SIGNATURES),
        ]
    return [["" if cell is None else cell for cell in line] for line in lines]
