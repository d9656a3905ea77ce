"""Planter of E7: cases that only a vertical system knows, ended in time or late by its own dates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.simulator.law import at

from .plant_e_register import turned
from .streams import when_all_have_planted
from .world import World

STRENGTHS = {"E7": ("chỉ có ở hệ thống ngành dọc", "chỉ có ở hệ thống ngành dọc, trễ hạn")}
COUNT, BESIDE = 8, 5
OF_CASES = ("received_at", "due_at_original", "finished_at", "returned_at")
LONG_AGO = "000.00.00.H34-180104-0001"


def plant_e7(world: World, strength: str) -> None:
    if strength == STRENGTHS["E7"][0]:
        _in_time(world, strength)
    else:
        _late(world, strength)


def _of_one_unit(world: World, count: int) -> tuple[np.ndarray, str]:
    """Rows of the unit with the most cases amid the window, and its code."""
    frame = world.frame
    amid = frame["received_at"].between(pd.Timestamp("2020-08-03"), pd.Timestamp("2021-02-26")).to_numpy()
    here = world.plain & amid & world.clean & ~world.kept & frame["case_id"].str.startswith("000.").to_numpy()
    unit = frame.loc[here, "unit_code"].value_counts().index[0]
    return world.take(here & world.of(unit), count), unit


def _in_time(world: World, strength: str) -> None:
    """A vertical system that knows a dozen cases of a unit; of some the one-stop extract has never heard, and one lies
    before the days that the extract claims.
    """
    frame = world.frame
    rows, unit = _of_one_unit(world, COUNT + BESIDE)
    known, like = rows[COUNT:], frame.loc[rows[:COUNT]]
    codes = [f"BN-2020-{number}" for number in rows[:COUNT]]  # numbers of the branch: no gap in those of the desk
    early = like.iloc[[0]].assign(case_id=LONG_AGO)
    for name in OF_CASES:
        early[name] = early[name] - pd.Timedelta(days=1095)
    _tell(world, unit, pd.concat([frame.loc[known], like.assign(case_id=codes), early]))
    world.plant("E7", strength, codes)
    world.near_miss("E7", "có ở cả hai hệ thống", world.things(known))
    world.near_miss("E7", "trước khi có hệ thống một cửa", [LONG_AGO])


@when_all_have_planted
def _late(world: World, strength: str) -> None:
    """Late by the vertical system's own dates and without a slip; beside them, cases under another spelling."""
    rows, unit = _of_one_unit(world, COUNT + 2 * BESIDE)
    made, other, small = world.frame.loc[rows[:COUNT]], rows[COUNT : COUNT + BESIDE], rows[COUNT + BESIDE :]
    codes = [f"BN-2021-{number}" for number in rows[:COUNT]]
    due = made["due_at_original"].to_numpy("datetime64[D]")
    ended = at(world.province.calendar.shift(due, np.resize((1, 10), len(due))), 10 * 3600)
    made = made.assign(case_id=codes, finished_at=ended, returned_at=ended + np.timedelta64(600, "s"), status=10)
    turned_codes = [turned(code) for code in world.things(other)]
    small_codes = [code.lower() for code in world.things(small)]
    spelt = [world.frame.loc[other].assign(case_id=turned_codes), world.frame.loc[small].assign(case_id=small_codes)]
    _tell(world, unit, pd.concat([made, *spelt]))
    world.plant("E7", strength, codes)
    world.follows("B1", codes)
    world.follows("B5", codes)
    world.near_miss("E7", "mã viết chiều khác", [*world.things(other), *turned_codes])
    world.near_miss("E7", "mã viết chữ thường", [*world.things(small), *small_codes])


def _tell(world: World, unit: str, told: pd.DataFrame) -> None:
    for row in told.itertuples():
        times = {name: getattr(row, name) for name in OF_CASES}
        world.extras["vertical_case_list"].append(
            {"case_id": row.case_id, "procedure_code": row.procedure_code, "unit": unit}
            | {"status": "Đã trả kết quả" if row.status == 10 else "Đang xử lý"}
            | {name: "" if pd.isna(moment) else moment.strftime("%d/%m/%Y %H:%M:%S") for name, moment in times.items()}
        )
