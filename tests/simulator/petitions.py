"""Petitions (phản ánh, kiến nghị): the list of May, and the one of October that told some of them before.

Labels: `petitions.…` and P1, P2 for petitions answered late or overdue; P3 for those said to be answered on no day; P4
for the first petition of somebody who wrote to the same unit on the same subject again.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from .catalog import WINDOW_TO
from .faults import Planter
from .lists import TAKEN_AT, workbook
from .shapes import write_card

SUBJECTS = ("Đất đai", "Hộ tịch", "Đường bộ", "An toàn thực phẩm")
TITLE = "DANH SÁCH PHẢN ÁNH, KIẾN NGHỊ"
HEADINGS = ("STT", "Mã PAKN", "Lĩnh vực", "Đơn vị xử lý", "Người gửi", "Số điện thoại", "Nội dung phản ánh")
HEADINGS += ("Kênh tiếp nhận", "Ngày tiếp nhận", "Hạn xử lý", "Ngày trả lời", "Trạng thái")
LISTED_BEFORE, BEFORE_TAKEN_AT = np.datetime64("2020-10-01"), "2020-10-01T08:00:00"
ANSWERED, OPEN, REFUSED, PASSED_ON = "Đã trả lời", "Đang xử lý", "Từ chối tiếp nhận", "Đã chuyển xử lý"


def write(p: Planter, out: Path) -> None:
    rows = _usual(p)
    rows += _more(p.drawing_from(np.random.default_rng([len(p.frame), 60])), len(rows))
    _list(out / "phan_anh_kien_nghi.xlsx", rows, TAKEN_AT)
    before = [_as_it_was(row) for row in rows if row["received"] < LISTED_BEFORE and row["number"] % 2]
    _list(out / "phan_anh_kien_nghi_quy_3.xlsx", before, BEFORE_TAKEN_AT)


def _day(moment: object) -> str | None:
    if isinstance(moment, str):
        return moment
    return None if moment is None else pd.Timestamp(moment).strftime("%d/%m/%Y")


def _petition(p: Planter, number: int, unit: int, **fields: object) -> dict:
    usual = {"subject": SUBJECTS[number % 4], "person": f"Công dân mẫu {number}", "status": ANSWERED, "answered": None}
    code = f"PAKN-{number + 1:04d}"
    told = {
        "number": number,
        "code": code,
        "unit": _place(p, unit),
        "unit_code": p.province.units["unit_code"].iat[unit],
    }
    return told | usual | fields


def _usual(p: Planter) -> list[dict]:
    rng, units, rows = p.rng, p.province.units, []
    chosen = rng.choice(units.index[units["size"] >= 60], 60)
    days = np.sort(rng.choice(p.province.calendar.working_days("2020-06-10", "2021-04-20"), 60))
    for place, (unit, received) in enumerate(zip(chosen, days, strict=True)):
        due, fate = received + 15, place % 6
        answered = None if fate in (4, 5) else due + int(rng.integers(2, 20)) if fate == 0 else due - fate
        status = REFUSED if fate == 5 else OPEN if fate == 4 else ANSWERED
        row = _petition(p, place, unit, received=received, due=due, answered=answered, status=status)
        if fate == 0 and answered <= WINDOW_TO:
            p.labels.thing("petitions.answered_late", row["unit_code"], row["code"], "late")
            p.labels.thing("P1", row["unit_code"], row["code"], "answered late")
        elif fate in (0, 4) and due < WINDOW_TO:
            p.labels.thing("petitions.pending_overdue", row["unit_code"], row["code"], "open")
            p.labels.thing("P2", row["unit_code"], row["code"], "unanswered past its day")
        rows.append(row)
    return rows


def _more(p: Planter, first: int) -> list[dict]:
    """Said to be answered on no day (P3), written again (P4), and what stands right beside them."""
    units, rows = p.province.units, []
    chosen = p.rng.permutation(units.index[units["size"] >= 10])
    days = p.province.calendar.working_days("2020-06-10", "2021-03-10")

    def write(unit: int, received: np.datetime64, **fields: object) -> dict:
        usual = {"received": received, "due": received + 15, "answered": received + 10}
        rows.append(_petition(p, first + len(rows), unit, **usual | fields))
        return rows[-1]

    def day() -> np.datetime64:
        return p.rng.choice(days)

    for place, unit in enumerate(chosen[:12]):
        # the fourth part with a day that no calendar has
        row = write(unit, day(), answered="30/02/2021" if place % 4 == 3 else None)
        p.labels.thing("P3", row["unit_code"], row["code"], "said to be answered, on no day")
        write(unit, day())  # without any day of an answer the rule is not assessable for the unit
    for unit in chosen[:4]:
        write(unit, day(), answered=None, status=PASSED_ON, due=WINDOW_TO)
        write(unit, day(), answered=None, status=REFUSED)
        write(unit, day(), answered=WINDOW_TO, due=WINDOW_TO)
    for place, unit in enumerate(chosen[12:22]):
        subject, received = SUBJECTS[place % 4], day()
        row = write(unit, received, subject=subject)
        for again in range(1 + place % 2):
            write(unit, received + 20 * (again + 1), subject=subject, person=row["person"])
        p.labels.thing("P4", row["unit_code"], row["code"], "the same petitioner wrote again")
    for unit, other in zip(chosen[22:26], chosen[26:30], strict=True):
        received = day()
        row = write(unit, received, subject=SUBJECTS[0])
        write(unit, received + 20, subject=SUBJECTS[1], person=row["person"])
        write(other, received + 20, subject=SUBJECTS[0], person=row["person"])
        before = write(unit, np.datetime64("2020-05-29"), subject=SUBJECTS[2])  # received before the window
        write(unit, np.datetime64("2020-06-03"), subject=SUBJECTS[2], person=before["person"])
    return rows


def _as_it_was(row: dict) -> dict:
    """In the list of October: what was answered later, if its day can be read, was open then."""
    later = not isinstance(row["answered"], str) and row["answered"] is not None and row["answered"] >= LISTED_BEFORE
    return row | {"answered": None, "status": OPEN} if later else row


def _list(path: Path, rows: list[dict], taken_at: str) -> None:
    table = []
    for place, row in enumerate(rows):
        what = (place + 1, row["code"], row["subject"], row["unit"], row["person"], "0900 000 000", "Nội dung mẫu")
        dates = (_day(row[name]) for name in ("received", "due", "answered"))
        table.append([*what, ("Trực tuyến", "Đường dây nóng")[row["number"] % 2], *dates, row["status"]])
    workbook(path, TITLE, HEADINGS, table)
    write_card(path, "62", taken_at)


def _place(p: Planter, unit: int) -> str:
    """The unit's name, a commune's with its district."""
    row, units = p.province.units.iloc[unit], p.province.units
    if row["unit_type"] != "commune":
        return row["unit_name"]
    return f"{row['unit_name']}, {units['unit_name'][units['unit_code'] == row['district_code']].iat[0]}"
