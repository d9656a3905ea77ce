"""Who had a case when: the portal's progress payload of two units whose lists do not tell when a case left the desk,
and the control slips (Mẫu 05) of two others, one with its own word on each step, one with marks and the step's norm.

Labels: E3 for cases that the log shows handed over on a later day than the law allows.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from .containers import MADE_UP
from .faults import Planter
from .law import as_day, at
from .lists import TAKEN_AT, workbook
from .shapes import write_card

LOGGED, SLIPS_WITH_WORDS, SLIPS_WITH_MARKS = ("615", "CNVPDKDD-608"), "608", "611"
DESK, OFFICE, LEADER = "Bộ phận Một cửa", "Phòng chuyên môn", "Văn phòng"
CASES, NOBODY_KNOWS = 90, 5
DAY_END, AT_15 = 17 * 3600, np.timedelta64(15 * 3600, "s")
WORDS = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}
SLIPPED = ("STT", "Số phiếu", "Mã hồ sơ", "Đơn vị lập phiếu", "Bên giao", "Bên nhận", "Thời gian giao nhận")


def write(p: Planter, out: Path) -> None:
    late = _handed_over_late(p)
    steps = pd.concat([_steps(p, unit, late) for unit in LOGGED])
    _payload(out / "tien_do_xu_ly.json", steps)
    for unit in (SLIPS_WITH_WORDS, SLIPS_WITH_MARKS):
        _slips(p, unit, _steps(p, unit, {}), out / f"phieu_kiem_soat_{unit}.xlsx")


def _fit(p: Planter, *units: str) -> np.ndarray:
    """Ended cases with all their dates, whose code names one case."""
    frame = p.frame
    told = frame[["received_at", "due", "finished_at", "transferred_at"]].notna().all(axis=1)
    clear = ~frame.duplicated("case_id", keep=False) & ~frame.index.isin(list(p.labels.unresolved))
    later = as_day(frame["finished_at"].to_numpy()) > p.province.calendar.shift(
        as_day(frame["received_at"].fillna(pd.Timestamp("2020-06-01")).to_numpy()), 2
    )
    same = frame["received_at"] == frame["first_seen"]
    return p.of(*units) & p.ended & told & clear & later & same & frame["status"].isin([9, 10]).to_numpy()


def _handed_over_late(p: Planter) -> dict[int, np.datetime64]:
    """Received by 15:00 on a working day, handed over on the next one or later: row -> moment."""
    received = p.frame["received_at"].to_numpy()
    day, calendar = as_day(received), p.province.calendar
    known = np.where(np.isnat(day), np.datetime64("2020-06-01"), day)
    in_hours = (received - day.astype("datetime64[s]") <= AT_15) & (calendar.shift(known, 0) == known)
    rows = p.take(_fit(p, *LOGGED) & in_hours, 12)
    p.label("E3", rows, "handed on days after receipt, as the step log tells")
    moments = at(calendar.shift(day[rows], np.resize((1, 2), len(rows))), 8 * 3600)
    return dict(zip(rows.tolist(), moments, strict=True))


def _steps(p: Planter, unit: str, late: dict[int, np.datetime64]) -> pd.DataFrame:
    """Three steps of each case: of the desk, of those who work on it, of those who sign. Every sixth desk hands a case
    over in its last minute; the norms are kept, missed or met to the minute in turn.
    """
    frame, calendar = p.frame, p.province.calendar
    fit = np.flatnonzero(_fit(p, unit) & ~frame.index.isin(list(late)))
    rows = np.sort(p.rng.choice(fit, min(CASES, len(fit)), replace=False))
    rows = np.concatenate([rows, [row for row in late if p.of(unit)[row]]]).astype(int)
    received, end = (frame.loc[rows, name].to_numpy() for name in ("received_at", "finished_at"))
    handed = frame.loc[rows, "transferred_at"].to_numpy()
    day = as_day(received)
    on_desk_day = (received - day.astype("datetime64[s]") <= AT_15) & (as_day(handed) == day)
    if not p.where("transferred_at")[rows].any():
        handed = np.where(on_desk_day & (np.arange(len(rows)) % 6 == 0), at(day, DAY_END), handed)
    handed = np.array([late.get(int(row), moment) for row, moment in zip(rows, handed, strict=True)], "datetime64[s]")
    signed = at(calendar.shift(as_day(end), -1), DAY_END)  # handed to those who sign
    signed = np.where(signed > handed, signed, handed)
    fate = np.arange(len(rows)) % 5
    norm = np.where(fate == 0, at(calendar.shift(as_day(signed), 2), DAY_END), signed)  # early, or to the minute
    norm = np.where(fate == 1, at(calendar.shift(as_day(signed), -1), DAY_END), norm)  # late
    codes = frame.loc[rows, "case_id"].to_numpy(object)
    last = at(as_day(frame.loc[rows, "due"].to_numpy()), DAY_END)
    parts = (
        (DESK, OFFICE, received, handed, at(calendar.shift(day, 1), DAY_END)),
        (OFFICE, LEADER, handed, signed, norm),
        (LEADER, DESK, signed, end, last),
    )
    names = ("body", "next", "started", "ended", "norm")
    told = pd.concat([pd.DataFrame(dict(zip(names, part, strict=True)) | {"code": codes}) for part in parts])
    strangers = told[told["code"].isin(codes[:NOBODY_KNOWS])].copy()  # steps of cases that nobody knows
    strangers["code"] = strangers["code"].str.rpartition("-")[0] + "-9" + strangers["code"].str[-3:]
    return pd.concat([told, strangers]).sort_values(["code", "ended"], kind="stable", ignore_index=True)


def _payload(path: Path, steps: pd.DataFrame) -> None:
    records = [
        {
            "MaHoSo": step.code,
            "NguoiXuLy": f"Cán bộ mẫu {place % 7 + 1}",
            "ChucDanh": "Chuyên viên",
            "ThoiDiemXuLy": f"{step.ended:%Y%m%d%H%M%S}",
            "PhongBanXuLy": step.body,
            "NoiDungXuLy": "Chuyển bước mẫu",
            "TrangThai": "1",
            "NgayBatDau": f"{step.started:%Y%m%d%H%M%S}",
            "NgayKetThucTheoQuyDinh": f"{step.norm:%Y%m%d%H%M%S}",
        }
        for place, step in enumerate(steps.itertuples())
    ]
    payload = {"ghi_chu": MADE_UP, "data": records}
    path.write_bytes((json.dumps(payload, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
    write_card(path, "62", TAKEN_AT)


def _slips(p: Planter, unit: str, steps: pd.DataFrame, path: Path) -> None:
    units, rows = p.province.units.set_index("unit_code")["unit_name"], []
    has_marks = unit == SLIPS_WITH_MARKS
    for place, step in enumerate(steps.itertuples()):
        what = (place + 1, f"{place + 1}/PKS", step.code, units[unit], step.body, step.next)
        day, norm = as_day(np.datetime64(step.ended)), as_day(np.datetime64(step.norm))
        result = "late" if day > norm else "early" if day < norm else "on_time"
        told = [f"{step.norm:%d/%m/%Y %H:%M}", *("x" if result == one else None for one in WORDS)]
        rows.append([*what, f"{step.ended:%d/%m/%Y %H:%M}", *(told if has_marks else [WORDS[result]]), "Cán bộ mẫu"])
    more = ("Hạn của bước", *WORDS.values()) if has_marks else ("Kết quả giải quyết hồ sơ",)
    workbook(path, "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ (Mẫu 05)", (*SLIPPED, *more, "Người giao"), rows)
    write_card(path, unit, TAKEN_AT)
