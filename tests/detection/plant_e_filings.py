"""Planters of E5, E6 and E7: online filings left lying or accepted late, cases that only a vertical system knows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.simulator.cases import NOTHING
from tests.simulator.law import at

from .world import World

STRENGTHS = {
    "E5": ("4 ngày làm việc", "30 ngày làm việc"),
    "E6": ("4 ngày làm việc", "20 ngày làm việc"),
    "E7": ("chỉ có ở hệ thống ngành dọc",),
}
COUNT, BESIDE = 8, 5
FILED = {"4": "2021-04-23T10:00:00", "30": "2021-03-17T10:00:00"}  # so many working days before the window's end
OF_CASES = ("received_at", "due_at_original", "finished_at", "returned_at")


def _online(world: World) -> np.ndarray:
    return (
        world.plain & (world.frame["channel"] == "online").to_numpy() & world.frame["submitted_at"].notna().to_numpy()
    )


def _file(world: World, count: int, moment: str, status: int = 1) -> np.ndarray:
    """Cases filed at a moment and not accepted."""
    rows, frame = world.take(_online(world), count), world.frame
    frame.loc[rows, ["received_at", "entered_at", "transferred_at", "due_at_original"]] = NOTHING
    frame.loc[rows, ["finished_at", "returned_at"]] = NOTHING
    frame.loc[rows, "submitted_at"] = np.datetime64(moment) + np.arange(len(rows)) * np.timedelta64(1, "m")
    frame.loc[rows, "status"] = status
    return rows


def plant_e5(world: World, strength: str) -> None:
    world.plant("E5", strength, world.things(_file(world, COUNT, FILED[strength.split()[0]])))
    beside = {"ba ngày làm việc": "2021-04-26T10:00:00", "nộp ngày thứ bảy": "2021-04-24T10:00:00"}
    beside |= {"nộp thứ sáu sau giờ đóng cửa": "2021-04-23T18:00:00", "nộp ngày cuối kỳ": "2021-04-29T10:00:00"}
    for what, moment in beside.items():
        world.near_miss("E5", what, world.things(_file(world, BESIDE, moment)))
    world.near_miss("E5", "đã từ chối", world.things(_file(world, BESIDE, FILED["30"], status=3)))


def plant_e6(world: World, strength: str) -> None:
    calendar, days = world.province.calendar, world.days("received_at")
    working = calendar.shift(np.where(np.isnat(days), np.datetime64("2021-03-01"), days), 0) == days
    here = _online(world) & working
    for rule, what, count, back in (("plant", strength, COUNT, int(strength.split()[0])), ("near", "3", BESIDE, 3)):
        rows = world.take(here, count)
        world.frame.loc[rows, "submitted_at"] = at(calendar.shift(days[rows], -back), 10 * 3600)
        if rule == "plant":
            world.plant("E6", what, world.things(rows))
        else:
            world.near_miss("E6", "ba ngày làm việc", world.things(rows))


def plant_e7(world: World, strength: str) -> None:
    """A vertical system that knows a dozen cases of a unit; of some the one-stop extract has never heard, and one lies
    before the days that the extract claims.
    """
    frame = world.frame
    amid = frame["received_at"].between(pd.Timestamp("2020-08-03"), pd.Timestamp("2021-02-26")).to_numpy()
    here = world.plain & amid & world.clean & ~world.kept & frame["case_id"].str.startswith("000.").to_numpy()
    unit = frame.loc[here, "unit_code"].value_counts().index[0]
    rows = world.take(here & world.of(unit), COUNT + BESIDE)
    known, like = rows[COUNT:], frame.loc[rows[:COUNT]]
    codes = [f"BN-2020-{number}" for number in rows[:COUNT]]  # numbers of the branch: no gap in those of the desk
    early = like.iloc[[0]].assign(case_id="000.00.00.H34-180104-0001")
    for name in OF_CASES:
        early[name] = early[name] - pd.Timedelta(days=1095)
    told = pd.concat([frame.loc[known], like.assign(case_id=codes), early])
    for row in told.itertuples():
        times = {name: getattr(row, name) for name in OF_CASES}
        world.extras["vertical_case_list"].append(
            {"case_id": row.case_id, "procedure_code": row.procedure_code, "unit": unit}
            | {"status": "Đã trả kết quả" if row.status == 10 else "Đang xử lý"}
            | {name: "" if pd.isna(moment) else moment.strftime("%d/%m/%Y %H:%M:%S") for name, moment in times.items()}
        )
    world.plant("E7", strength, codes)
    world.near_miss("E7", "có ở cả hai hệ thống", world.things(known))
    world.near_miss("E7", "trước khi có hệ thống một cửa", ["000.00.00.H34-180104-0001"])
