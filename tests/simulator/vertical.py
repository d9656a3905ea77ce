"""The case list of a vertical system, that of the land registry: the cases of two branches as the one-stop system has
them, some under another spelling of their code, and cases that the one-stop system does not know.

Labels: E7 for those, B1 and B5 for the late ones among them. No labels for what lies before the days that the one-stop
lists claim, and for the cases of a commune whose list ends before them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from .earlier import next_codes
from .faults import NOTHING, Planter
from .law import as_day, at
from .lists import TAKEN_AT, workbook
from .national import other_order
from .procedures import code_as_written
from .selections import CUT, short
from .shapes import write_card
from .slips import measured_end
from .wording import applicants

UNITS = ("CNVPDKDD-612", "CNVPDKDD-615")
HEADINGS = ("STT", "Số biên nhận", "Mã hồ sơ một cửa", "Mã TTHC", "Loại thủ tục", "Cơ quan thụ lý", "Người nộp hồ sơ")
HEADINGS += ("Thửa đất", "Ngày nhận hồ sơ", "Ngày hẹn trả kết quả", "Ngày giải quyết xong", "Ngày trả kết quả")
HEADINGS += ("Tình trạng giải quyết",)
STATUSES = {4: "Đang xử lý", 9: "Đã xử lý xong", 10: "Đã trả kết quả"}
LONG_AGO = np.timedelta64(1096, "D")


def write(p: Planter, out: Path) -> None:
    cases = pd.concat([_known(p), _unknown(p), _before(p), _beyond(p)])
    cases = cases.sort_values(["first_seen", "case_id"], kind="stable")
    path = out / "dat_dai_nganh_doc.xlsx"
    workbook(path, "DANH SÁCH HỒ SƠ ĐẤT ĐAI (hệ thống ngành dọc)", HEADINGS, _rows(p, cases))
    write_card(path, "62", TAKEN_AT)


def _plain(p: Planter) -> np.ndarray:
    """Of the branches, ended and handed over amid the window."""
    frame = p.frame
    amid = frame["received_at"].between(pd.Timestamp("2020-07-01"), pd.Timestamp("2021-02-28")).to_numpy()
    long = (as_day(frame["due"].to_numpy()) - as_day(frame["received_at"].to_numpy())) >= np.timedelta64(3, "D")
    return p.of(*UNITS) & amid & long & p.ended & frame["status"].eq(10).to_numpy()


def _known(p: Planter) -> pd.DataFrame:
    rows = p.take(_plain(p), 40)
    told = p.frame.loc[rows].copy()
    spelt = (str, other_order, str.lower)
    told["case_id"] = [spelt[place % 3](code) for place, code in enumerate(told["case_id"])]
    return told


def _made(p: Planter, count: int, start: int) -> pd.DataFrame:
    """Cases like others of the branches, of other people."""
    like = p.take(_plain(p), count)
    made = p.frame.loc[like].copy()
    p.clean[like] = True  # the model itself is not touched
    made.index = pd.RangeIndex(len(p.frame) + start, len(p.frame) + start + len(made))
    for name in ("received_at", "first_seen"):
        made[name] = made["received_at"].dt.floor("h") + pd.Timedelta(minutes=7)
    return made


def _unknown(p: Planter) -> pd.DataFrame:
    """In time, late, and open past the due date."""
    made = _made(p, 14, 3000)
    made["case_id"] = next_codes(p.frame, made)
    due = as_day(made["due"].to_numpy())
    late, open_ = np.arange(len(made)) % 7 < 2, np.arange(len(made)) % 7 == 2
    ends = p.province.calendar.shift(due, np.resize((1, 5), len(made)))
    made.loc[late, "finished_at"] = at(ends[late], 36_000)
    made.loc[late, "returned_at"] = at(ends[late], 37_000)
    made.loc[open_, ["finished_at", "returned_at"]] = NOTHING
    made.loc[open_, "status"] = 4
    for row, is_late in zip(made.itertuples(), late | open_, strict=True):
        unit = p.province.units["unit_code"].iat[row.unit]
        p.labels.thing("E7", unit, row.case_id, "late, known to the vertical system only" if is_late else "in time")
        for rule in ("B1", "B5") if is_late else ():
            p.labels.thing(rule, unit, row.case_id, "late, known to the vertical system only")
    return made


def _before(p: Planter) -> pd.DataFrame:
    """Received and ended years before the one-stop lists begin."""
    made = _made(p, 3, 3100)
    for name in ("received_at", "first_seen", "due", "finished_at", "returned_at"):
        made[name] = made[name] - LONG_AGO
    stamps = made["received_at"].dt.strftime("%y%m%d")
    made["case_id"] = [f"{code.split('-')[0]}-{day}-0001" for code, day in zip(made["case_id"], stamps, strict=True)]
    return made


def _beyond(p: Planter) -> pd.DataFrame:
    """Of a commune whose list was taken in March: cases of April, ended in time, the third of their day by their codes;
    the first two stand in no list.
    """
    frame = p.frame
    units = [style.unit for style in short(p)[1:]]
    later = frame["unit"].isin(units) & (frame["received_at"] > CUT) & frame["status"].isin([9, 10])
    in_time = measured_end(frame) <= frame["due"].dt.normalize()
    told = frame[later & in_time & p.ended].copy()
    told["case_id"] = [f"{code.rpartition('-')[0]}-0003" for code in told["case_id"]]
    return told.drop_duplicates("case_id")


def _rows(p: Planter, cases: pd.DataFrame) -> list[list]:
    people = applicants(np.where(cases.index < len(p.frame), cases.index, cases.index + 50_000))
    rows = []
    for place, row in enumerate(cases.itertuples()):
        procedure, unit = p.province.procedures.iloc[row.procedure], p.province.units.iloc[row.unit]
        code = code_as_written(procedure["procedure_code"], 0)
        what = (place + 1, f"BN-{place + 1:05d}", row.case_id, code, procedure["procedure_name"], _name(p, unit))
        moments = (row.received_at, row.due, row.finished_at, row.returned_at)
        times = ["" if pd.isna(moment) else moment.strftime("%d/%m/%Y %H:%M:%S") for moment in moments]
        rows.append([*what, people[place], f"Thửa mẫu {place + 1}", *times, STATUSES[row.status]])
    return rows


def _name(p: Planter, unit: pd.Series) -> str:
    if unit["unit_type"] != "commune":
        return unit["unit_name"]
    units = p.province.units
    return f"{unit['unit_name']}, {units['unit_name'][units['unit_code'] == unit['district_code']].iat[0]}"
