"""Faults in single cases (rules A1, A2, A4-A7), planted on cases in scope that are otherwise in order.

Each fault names the columns of the file it needs; a file without them cannot show it.
"""

from __future__ import annotations

import copy

import numpy as np
import pandas as pd

from .catalog import WINDOW_TO, Province
from .labels import Labels
from .law import as_day, at
from .styles import Style

UNKNOWN_STATUS = (
    "Chuyển hồ sơ liên thông thuế",
    "Tạm treo",
    "HS lỗi đồng bộ",
    "Không xác định",
    "Đã chuyển hệ thống cũ",
)
UNKNOWN_UNIT = ("UBND xã Đắk Mới", "Trung tâm dịch vụ số 4", "Tổ liên ngành", "Phòng tiếp dân cũ")
AMBIGUOUS_UNIT = "Xã Đăk Long"
NOTHING = np.datetime64("NaT", "s")


class Planter:
    def __init__(
        self,
        frame: pd.DataFrame,
        province: Province,
        styles: list[Style],
        labels: Labels,
        rng: np.random.Generator,
    ) -> None:
        self.frame, self.province, self.styles, self.labels, self.rng = frame, province, styles, labels, rng
        self.scale = max(len(frame) / 25_000, 0.1)
        frame["status_as_written"], frame["unit_as_written"], frame["repeats"] = "", "", 0
        frame["has_procedure_code"] = True
        size = province.units["size"].to_numpy()[frame["unit"]]
        ended = frame["finished_at"].notna() & (frame["finished_at"] < np.datetime64("2021-05-01"))
        self.clean = (
            frame["in_scope"]
            & frame["is_accepted"]
            & ~frame["is_late"]
            & ~frame["has_slip"]
            & frame["due_at"].isna()
            & frame["supplement_requested_at"].isna()
            & ~frame["is_planned"]
            & ~frame["is_core"]
            & (frame["kind"] == 0)
            & (size >= 10)
        ).to_numpy(copy=True)
        self.ended = ended.to_numpy()
        self.due_day = as_day(frame["due"].to_numpy())

    def take(self, mask: pd.Series | np.ndarray, count: int) -> np.ndarray:
        rows = np.flatnonzero(np.asarray(mask) & self.clean)
        rows = self.rng.choice(rows, min(int(np.ceil(count * self.scale)), len(rows)), replace=False)
        self.clean[rows] = False
        return rows

    def drawing_from(self, rng: np.random.Generator) -> Planter:
        """The same cases, none of them used twice, with a random stream of its own."""
        other = copy.copy(self)
        other.rng = rng
        return other

    def of(self, *unit_codes: str) -> np.ndarray:
        return self.province.units["unit_code"].isin(unit_codes).to_numpy()[self.frame["unit"]]

    def where(self, column: str) -> np.ndarray:
        return np.array([style.has(column) for style in self.styles])[self.frame["unit"]]

    def label(self, rule: str, rows: np.ndarray, note: str) -> None:
        for row in rows:
            self.labels.case(rule, row, note)

    def clear(self, rows: np.ndarray, *columns: str) -> None:
        self.frame.loc[rows, list(columns)] = NOTHING


def plant(planter: Planter) -> None:
    missing_dates(planter)
    impossible_dates(planter)
    repeated_codes(planter)
    contradicting_status(planter)
    unknown_references(planter)
    online_at_desk_level(planter)


def missing_dates(p: Planter) -> None:
    frame = p.frame
    returned_in_time = as_day(frame["returned_at"].to_numpy()) <= np.minimum(p.due_day, WINDOW_TO)
    rows = p.take(p.ended & (frame["status"] == 10), 18)
    p.clear(rows, "received_at")
    p.label("A1", rows, "received_at missing")
    for mask, count in ((p.ended & frame["status"].isin([9, 10]), 14), (frame["status"].isin([2, 4]), 6)):
        rows = p.take(mask & ~frame["is_at_once"], count)
        p.clear(rows, "due", "due_at")
        p.label("A1", rows, "due_at_original missing")
    for mask, count in (
        (frame["status"].eq(10) & returned_in_time, 14),
        (frame["status"].isin([7, 8]), 8),
        (frame["status"].eq(9) & (p.due_day > np.datetime64("2021-05-06")), 5),
    ):
        rows = p.take(mask & p.ended, count)
        p.clear(rows, "finished_at")
        p.label("A1", rows, "finished_at missing")
    rows = p.take(p.ended & frame["status"].eq(10), 18)
    p.clear(rows, "returned_at")
    p.label("A1", rows, "returned_at missing")


def impossible_dates(p: Planter) -> None:
    frame, rng = p.frame, p.rng
    spare = frame["received_at"] > np.datetime64("2020-07-15")
    rows = p.take(spare & p.ended & frame["status"].isin([9, 10]), 24)
    before = as_day(frame["received_at"].to_numpy())[rows] - rng.integers(1, 20, len(rows))
    frame.loc[rows, "finished_at"] = at(before, 36_000)
    p.label("A2", rows, "finished before received")
    long = as_day(frame["finished_at"].to_numpy()) - as_day(frame["received_at"].to_numpy()) >= np.timedelta64(3, "D")
    rows = p.take(long & p.ended & frame["status"].eq(10), 20)
    frame.loc[rows, "returned_at"] = at(
        as_day(frame["finished_at"].to_numpy())[rows] - rng.integers(1, 3, len(rows)), 36_000
    )
    p.label("A2", rows, "returned before finished")
    has_card = np.array([bool(style.taken_at) for style in p.styles])[frame["unit"]]
    rows = p.take(
        has_card & p.ended & frame["status"].eq(10) & (frame["finished_at"] > np.datetime64("2021-03-15")), 14
    )
    frame.loc[rows, "returned_at"] = at(np.datetime64("2021-05-10") + rng.integers(0, 60, len(rows)), 36_000)
    p.label("A2", rows, "returned after the extract was taken")
    future = frame["finished_at"].isna() & frame["status"].isin([2, 4]) & (p.due_day > np.datetime64("2021-05-20"))
    rows = p.take(has_card & future, 8)
    frame.loc[rows, "finished_at"] = at(np.full(len(rows), "2021-05-19", "datetime64[D]"), 36_000)
    frame.loc[rows, "status"] = 9
    p.label("A2", rows, "finished after the extract was taken")


def repeated_codes(p: Planter) -> None:
    frame = p.frame
    rows = p.take(p.ended & frame["status"].isin([9, 10]), 24)
    frame.loc[rows, "repeats"] = 1
    p.label("A4", rows, "the same row twice")
    for first in p.take(p.ended & frame["status"].isin([9, 10]), 18):
        mates = (
            p.clean & p.ended & (frame["unit"] == frame.at[first, "unit"]).to_numpy() & frame["status"].isin([9, 10])
        )
        if mates.any():
            other = p.rng.choice(np.flatnonzero(mates))
            p.clean[other] = False
            frame.loc[other, "case_id"] = frame.at[first, "case_id"]
            p.label("A4", np.array([first]), "two cases under one code")


def contradicting_status(p: Planter) -> None:
    frame = p.frame
    done = p.ended & frame["status"].eq(10)
    for status, count in ((2, 6), (4, 16), (5, 5), (6, 5)):
        rows = p.take(done & frame["due"].notna(), count)
        frame.loc[rows, "status"] = status
        p.clear(rows[p.rng.random(len(rows)) < 0.5], "returned_at")
        p.label("A5", rows, f"status {status} with an end")
    rows = p.take(done, 6)
    frame.loc[rows, "status"] = 1
    p.label("A5", rows, "status 1 with an end")
    rows = p.take(done, 18)
    frame.loc[rows, "status"] = 9
    p.label("A5", rows, "status 9 with a date of return")


def unknown_references(p: Planter) -> None:
    frame, rng = p.frame, p.rng
    done = p.ended & frame["status"].isin([9, 10])
    rows = p.take(done, 22)
    frame.loc[rows, "status_as_written"] = rng.choice(UNKNOWN_STATUS, len(rows))
    p.label("A6", rows, "status text unknown")
    rows = p.take(done, 22)
    frame.loc[rows, "has_procedure_code"] = False
    p.label("A6", rows, "procedure code missing")
    units = p.province.units
    district = units["district_code"].to_numpy()[frame["unit"]]
    shown = p.where("unit")
    rows = p.take(done & shown, 12)
    frame.loc[rows, "unit_as_written"] = rng.choice(UNKNOWN_UNIT, len(rows))
    p.label("A6", rows, "unit unknown")
    elsewhere = (district == "") | np.isin(district, ["608", "611", "616"])
    ambiguous = p.take(done & shown & elsewhere, 8)
    frame.loc[ambiguous, "unit_as_written"] = AMBIGUOUS_UNIT
    p.label("A6", ambiguous, "unit name fits two communes")
    p.labels.unresolved.update(int(row) for row in (*rows, *ambiguous))


def online_at_desk_level(p: Planter) -> None:
    frame = p.frame
    fits = frame["level"].le(2) & p.where("level") & p.where("channel")
    rows = p.take(fits, 26)
    late = np.flatnonzero(fits & frame["is_late"])
    rows = np.concatenate([rows, p.rng.choice(late, min(4, len(late)), replace=False)])
    frame.loc[rows, "channel"] = "online"
    p.label("A7", rows, "level 1-2 filed online")
