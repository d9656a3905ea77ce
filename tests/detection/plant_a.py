"""Planters of family A: is the data whole and consistent?"""

from __future__ import annotations

import numpy as np

from tests.simulator.cases import NOTHING
from tests.simulator.catalog import WINDOW_TO
from tests.simulator.faults import UNKNOWN_STATUS, UNKNOWN_UNIT
from tests.simulator.law import at
from tests.simulator.wording import statuses

from .world import World

STRENGTHS = {
    "A1": ("thiếu ngày tiếp nhận", "thiếu ngày hẹn trả", "thiếu ngày có kết quả", "thiếu ngày trả"),
    "A2": ("trả trước kết quả 1 phút", "kết quả trước tiếp nhận 1 ngày", "trả sau khi trích xuất"),
    "A4": ("lặp dòng", "hai hồ sơ một mã"),
    "A5": ("đang xử lý mà có kết quả", "chưa trả mà có ngày trả"),
    "A6": ("trạng thái lạ", "thiếu mã thủ tục", "đơn vị lạ"),
    "A7": ("mức độ 2", "mức độ 1"),
}
COUNT, BESIDE = 10, 6


def plant_a1(world: World, strength: str) -> None:
    frame = world.frame
    column = dict(zip(STRENGTHS["A1"], ("received_at", "due_at_original", "finished_at", "returned_at"), strict=True))[
        strength
    ]
    in_time = world.days("returned_at") <= np.minimum(world.days("due_at_original"), WINDOW_TO)
    rows = world.take(world.plain & in_time, COUNT)
    frame.loc[rows, column] = NOTHING
    if column == "received_at":
        frame.loc[rows, ["entered_at", "transferred_at"]] = NOTHING
    world.plant("A1", strength, world.things(rows))
    at_once = world.take(frame["is_at_once"] & (frame["status"] == 10), BESIDE)
    frame.loc[at_once, "due_at_original"] = NOTHING
    world.near_miss("A1", "thủ tục trả ngay không cần ngày hẹn", world.things(at_once))
    kept = world.take(world.plain & in_time, BESIDE)
    frame.loc[kept, "status"] = 9
    frame.loc[kept, "returned_at"] = NOTHING
    world.near_miss("A1", "đã xong, chưa trả", world.things(kept))


def plant_a2(world: World, strength: str) -> None:
    frame, received = world.frame, world.days("received_at")
    if strength == STRENGTHS["A2"][0]:
        rows = world.take(world.plain, COUNT)
        frame.loc[rows, "returned_at"] = frame.loc[rows, "finished_at"] - np.timedelta64(60, "s")
    elif strength == STRENGTHS["A2"][1]:
        weekday = (received.astype(int) + 3) % 7  # Monday is 0
        rows = world.take(world.plain & (weekday > 0) & (weekday < 5), COUNT)
        frame.loc[rows, "finished_at"] = at(received[rows] - 1, world.clock(rows))
    else:
        ended_long = world.days("due_at_original") >= np.datetime64("2021-05-07")
        rows = world.take(world.plain & ended_long, COUNT)
        frame.loc[rows, "returned_at"] = np.datetime64("2021-05-10T10:00:00")
    world.plant("A2", strength, world.things(rows))
    beside = world.take(world.plain, BESIDE)
    frame.loc[beside, "returned_at"] = frame.loc[beside, "finished_at"]
    world.near_miss("A2", "trả đúng lúc có kết quả", world.things(beside))


def plant_a4(world: World, strength: str) -> None:
    frame = world.frame
    if strength == STRENGTHS["A4"][0]:
        rows = world.take(world.plain, COUNT)
        frame.loc[rows, "repeats"] = 1
    else:
        rows = _last_of_their_day(world)
        frame.loc[rows, "case_id"] = frame["case_id"].to_numpy(object)[rows - 1]
    world.plant("A4", strength, world.things(rows))
    beside = world.take(world.plain & (frame["applicant"].duplicated(keep=False)), BESIDE)
    world.near_miss("A4", "cùng người nộp, khác mã", world.things(beside))


def _last_of_their_day(world: World) -> np.ndarray:
    """Rows that carry the day's last number of their unit, after another of that day: no number goes missing."""
    frame = world.frame
    day, unit = world.days("first_seen"), frame["unit"].to_numpy()
    same = np.append(False, (day[1:] == day[:-1]) & (unit[1:] == unit[:-1]))
    last = same & ~np.append(same[1:], False)
    pair = last & np.append(False, (world.clean & world.plain)[:-1])
    rows = world.take(world.plain & pair, COUNT)
    world.clean[rows - 1] = False
    return rows


def plant_a5(world: World, strength: str) -> None:
    rows = world.take(world.plain, COUNT)
    world.frame.loc[rows, "status"] = 4 if strength == STRENGTHS["A5"][0] else 9
    world.plant("A5", strength, world.things(rows))
    beside = world.take(world.plain, BESIDE)
    world.frame.loc[beside, "status"] = 9
    world.frame.loc[beside, "returned_at"] = NOTHING
    world.near_miss("A5", "đã xong, chưa trả", world.things(beside))


def plant_a6(world: World, strength: str) -> None:
    frame, rows = world.frame, world.take(world.plain, COUNT)
    if strength == STRENGTHS["A6"][0]:
        frame.loc[rows, "status_text"] = world.rng.choice(UNKNOWN_STATUS, len(rows))
    elif strength == STRENGTHS["A6"][1]:
        frame.loc[rows, "has_procedure_code"] = False
    else:
        frame.loc[rows, "unit_text"] = world.rng.choice(UNKNOWN_UNIT, len(rows))
    world.plant("A6", strength, world.things(rows))
    beside = world.take(world.plain, BESIDE)
    frame.loc[beside, "status_text"] = f"  {statuses()[10][-1].upper()} "
    world.near_miss("A6", "trạng thái viết cách khác", world.things(beside))


def plant_a7(world: World, strength: str) -> None:
    frame = world.frame
    rows = world.take(frame["service_level"] <= 2, COUNT)
    frame.loc[rows, "channel"] = "online"
    frame.loc[rows, "service_level"] = int(strength[-1])
    world.plant("A7", strength, world.things(rows))
    beside = world.take(frame["service_level"] == 3, BESIDE)
    frame.loc[beside, "channel"] = "online"
    world.near_miss("A7", "mức độ 3 nộp trực tuyến", world.things(beside))
    posted = world.take(frame["service_level"] == 2, BESIDE)
    frame.loc[posted, "channel"] = "postal"
    world.near_miss("A7", "mức độ 2 qua bưu chính", world.things(posted))
