"""The paper register (Mẫu 06) of two communes for 2020, typed off: days only, no status, no procedure.

Labels: E1 for entries that the one-stop system does not know; `register.only_a` for cases that nobody wrote down; E8
for the number that one register leaves out, E9 for the one that the other gives to two cases.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .earlier import new_codes
from .faults import Planter
from .lists import workbook
from .shapes import write_card
from .wording import addresses, applicants, phones

UNITS = ("23284", "23383")
TAKEN_AT = "2021-05-06T08:00:00"
LEAVES_OUT, GIVES_TWICE = UNITS
AT = 20  # the number where that happens
HEADINGS = ("STT", "Mã hồ sơ", "Nội dung", "Số lượng (bộ)", "Chủ hồ sơ", "Địa chỉ", "Số điện thoại", "Ngày nhận")
HEADINGS += ("Ngày hẹn trả", "Ngày nhận kết quả", "Bên giao", "Bên nhận", "Ghi chú")


def write(p: Planter, out: Path) -> None:
    for code in UNITS:
        entries = _entries(p, code)
        path = out / f"so_theo_doi_{code}.xlsx"
        numbers = [place + _shift(code, place) for place in range(1, len(entries) + 1)]
        p.labels.thing(*(("E8", code, "2020") if code == LEAVES_OUT else ("E9", code, f"2020/{AT}")), "numbers")
        workbook(path, "SỔ THEO DÕI HỒ SƠ (Mẫu 06) – Năm 2020", HEADINGS, _rows(p, entries, numbers))
        write_card(path, code, TAKEN_AT)


def _entries(p: Planter, code: str) -> pd.DataFrame:
    """The unit's cases received in 2020 without a few that nobody wrote down, and entries of the register's own."""
    frame = p.frame
    of_year = frame["received_at"].between(pd.Timestamp("2020-01-01"), pd.Timestamp("2020-12-31 23:59:59"))
    done = p.of(code) & of_year & frame["status"].eq(10) & p.ended & (frame["returned_at"] < "2021-02-01")
    amid = frame["received_at"].between(pd.Timestamp("2020-07-01"), pd.Timestamp("2020-11-30"))
    left_out = p.take(done & amid, 3)
    p.label("register.only_a", left_out, "not written into the register")
    like = p.take(done & (frame["returned_at"] <= frame["due"]), 5)
    p.clean[like] = True
    unknown = frame.loc[like].copy()
    unknown.index = pd.RangeIndex(len(frame) + 2000, len(frame) + 2000 + len(unknown))
    unknown["case_id"] = new_codes(unknown["case_id"], 960)
    for case_id in unknown["case_id"]:
        p.labels.thing("E1", code, case_id, "in the paper register only")
    written = frame[p.of(code) & of_year].drop(index=left_out)
    return pd.concat([written, unknown]).sort_values("first_seen", kind="stable")


def _shift(code: str, place: int) -> int:
    """How far the number of an entry is from its place in the register."""
    if code == LEAVES_OUT:
        return 1 if place >= AT else 0
    return -1 if place > AT else 0


def _rows(p: Planter, entries: pd.DataFrame, numbers: list[int]) -> list[list]:
    rows = entries.index.to_numpy()
    people, places, calls = applicants(rows), addresses(rows), phones(rows)
    names = p.province.procedures["procedure_name"].to_numpy(object)[entries["procedure"]]
    days = {name: _days(entries[name]) for name in ("received_at", "due", "returned_at")}
    return [
        [numbers[place], case_id, names[place], 1, people[place], places[place], calls[place]]
        + [days[name][place] for name in days]
        + ["Cán bộ mẫu", people[place] if days["returned_at"][place] else None, None]
        for place, case_id in enumerate(entries["case_id"])
    ]


def _days(moments: pd.Series) -> list[str | None]:
    return [None if pd.isna(moment) else moment.strftime("%d/%m/%Y") for moment in moments]
