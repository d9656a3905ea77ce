"""Planters of D3, D4, D6, D8, E3 and E4: conduct in single cases."""

from __future__ import annotations

import numpy as np

from tests.simulator.cases import NOTHING
from tests.simulator.law import WORKING_DAYS, at

from . import logged_steps
from .streams import when_all_have_planted
from .world import World

STRENGTHS = {
    "D3": ("10 phút", "2 phút"),
    "D4": ("2 ngày làm việc", "10 ngày làm việc"),
    "D6": ("2 ngày trước hạn, sau 15 ngày", "đúng hạn, hôm sau"),
    "D8": ("5 hồ sơ", "12 hồ sơ"),
    "E3": ("hôm sau", "hôm sau, theo nhật ký xử lý", "5 ngày"),
    "E4": ("không có giấy tờ",),
}
COUNT, BESIDE = 8, 6
SETTLED = np.datetime64("2021-03-01")


def _hour(world: World) -> np.ndarray:
    received = world.frame["received_at"].to_numpy()
    return (received - received.astype("datetime64[D]").astype("datetime64[s]")).astype(float) / 3600


def _on_a_working_day(world: World) -> np.ndarray:
    day = world.days("received_at")
    known = ~np.isnat(day)
    return known & (world.province.calendar.shift(np.where(known, day, SETTLED), 0) == day)


def _limit(world: World, least: int, most: int = 10**6) -> np.ndarray:
    table, procedure = world.province.procedures, world.frame["procedure"].to_numpy()
    amount, unit = table["amount"].to_numpy()[procedure], table["limit_unit"].to_numpy()[procedure]
    return (unit == WORKING_DAYS) & (amount >= least) & (amount <= most)


def plant_d3(world: World, strength: str) -> None:
    seconds = 60 * int(strength.split()[0])
    _within(world, rows := world.take(world.plain & _limit(world, 2) & _on_a_working_day(world), COUNT), seconds)
    world.plant("D3", strength, world.things(rows))
    _within(world, rows := world.take(world.plain & _limit(world, 2) & _on_a_working_day(world), BESIDE), 660)
    world.near_miss("D3", "11 phút", world.things(rows))
    _within(world, rows := world.take(world.plain & _limit(world, 1, 1) & _on_a_working_day(world), BESIDE), 300)
    world.near_miss("D3", "thủ tục 1 ngày làm việc, 5 phút", world.things(rows))


def _within(world: World, rows: np.ndarray, seconds: int) -> None:
    """Received, ended and handed over within so many seconds."""
    received = world.frame["received_at"].to_numpy()[rows]
    world.frame.loc[rows, "finished_at"] = received + np.timedelta64(seconds // 2, "s")
    world.frame.loc[rows, "returned_at"] = received + np.timedelta64(seconds, "s")


def plant_d4(world: World, strength: str) -> None:
    calendar, hour = world.province.calendar, _hour(world)
    here = world.plain & (world.days("received_at") < SETTLED) & _on_a_working_day(world)
    rows = world.take(here & (hour < 16.9), COUNT)
    _enter(world, rows, calendar.shift(world.days("received_at")[rows], int(strength.split()[0])))
    world.plant("D4", strength, world.things(rows))
    rows = world.take(here, BESIDE)
    _enter(world, rows, calendar.shift(world.days("received_at")[rows], 1))
    world.near_miss("D4", "ngày làm việc tiếp theo", world.things(rows))
    rows = world.take(here & (hour > 17), BESIDE)
    _enter(world, rows, calendar.shift(world.days("received_at")[rows], 2))
    world.near_miss("D4", "tiếp nhận sau giờ đóng cửa, 2 ngày làm việc", world.things(rows))
    day = world.days("received_at")
    rows = world.take(here & ((day == np.datetime64("2020-09-01")) | (day == np.datetime64("2021-02-09"))), BESIDE)
    _enter(world, rows, calendar.shift(day[rows], 1))
    world.near_miss("D4", "ngày lễ ở giữa", world.things(rows))


def _enter(world: World, rows: np.ndarray, day: np.ndarray) -> None:
    world.frame.loc[rows, "entered_at"] = at(day, 9 * 3600)


def plant_d6(world: World, strength: str) -> None:
    before, after = (2, 15) if strength == STRENGTHS["D6"][0] else (0, 1)
    first = _filed_twice(world, COUNT, before, after)
    world.plant("D6", strength, world.things(first))
    world.near_miss("D6", "nộp lại sau 16 ngày", world.things(_filed_twice(world, BESIDE, 1, 16)))
    world.near_miss("D6", "rút 3 ngày trước hạn", world.things(_filed_twice(world, BESIDE, 3, 2)))
    alone = world.take(_withdrawable(world), BESIDE)
    _withdraw(world, alone, world.days("due_at_original")[alone])
    world.near_miss("D6", "rút đúng hạn, không nộp lại", world.things(alone))


def _withdrawable(world: World) -> np.ndarray:
    room = world.days("due_at_original") - world.days("received_at") > 5
    return world.plain & _limit(world, 5) & room & (world.days("due_at_original") < SETTLED)


def _withdraw(world: World, rows: np.ndarray, day: np.ndarray) -> None:
    world.frame.loc[rows, "status"] = 7
    world.frame.loc[rows, "finished_at"] = at(day, 10 * 3600)
    world.frame.loc[rows, "returned_at"] = NOTHING
    world.frame.loc[rows, "applicant"] = 10**7 + rows


def _filed_twice(world: World, count: int, before: int, after: int) -> np.ndarray:
    """Cases withdrawn so many days before they were due; the applicant has another received so many days later: one of
    the same unit and procedure that is there, received anew.
    """
    frame, firsts = world.frame, []
    kinds = frame[world.clean & ~world.kept & _withdrawable(world)].groupby(["unit", "procedure"]).groups
    for rows in world.rng.permutation(np.array([*(list(rows) for rows in kinds.values()), None], dtype=object)):
        if rows is None or len(rows) < 2 or len(firsts) == count:
            continue
        first, second = rows[:2]
        end = world.days("due_at_original")[first] - before
        again = end + after
        if world.province.calendar.shift(again, 0) != again:
            continue
        world.clean[[first, second]] = False
        _withdraw(world, np.array([first]), np.array([end]))
        receive(world, second, again)
        frame.loc[second, "applicant"] = frame.at[first, "applicant"]
        firsts.append(first)
    return np.array(firsts, int)


def receive(world: World, row: int, day: np.datetime64) -> None:
    """The case as one received on another day, under a code of that day."""
    frame, moment = world.frame, at(np.array([day]), 11 * 3600)
    for column, minutes in (("submitted_at", -20), ("received_at", 0), ("first_seen", 0), ("entered_at", 5)):
        frame.loc[row, column] = moment[0] + np.timedelta64(minutes, "m")
    frame.loc[row, "transferred_at"] = moment[0] + np.timedelta64(30, "m")
    world.schedule(np.array([row]))
    if frame.at[row, "case_id"].split("-")[1] != str(np.datetime64(day, "D")).replace("-", "")[2:]:
        world.follows("A3", world.things([row]))


def plant_d8(world: World, strength: str) -> None:
    number = int(strength.split()[0])
    world.plant("D8", strength, [_file_at_once(world, number, 1) for _ in range(3)])
    world.near_miss("D8", "4 hồ sơ của một người", [_file_at_once(world, 4, 1) for _ in range(3)])
    world.near_miss("D8", "6 hồ sơ của 6 người", [_file_at_once(world, 6, 6) for _ in range(3)])


def _file_at_once(world: World, number: int, people: int) -> tuple[str, str]:
    """Cases of a unit filed online within one minute, before any of them was received: most were accepted late."""
    frame = world.frame
    online = world.clean & ~world.kept & world.plain & (frame["channel"] == "online").to_numpy()
    unit = frame.loc[online, "unit"].value_counts().index[0]
    rows = world.take(online & (frame["unit"] == unit).to_numpy(), number)
    minute = (frame.loc[rows, "submitted_at"].min() - np.timedelta64(int(world.rng.integers(10, 9000)), "m")).floor(
        "min"
    )
    frame.loc[rows, "submitted_at"] = minute + np.arange(len(rows)) * np.timedelta64(4, "s")
    frame.loc[rows, "contact"] = 2 * 10**7 + rows[0] + np.arange(len(rows)) % people
    calendar = world.province.calendar
    counts_from = calendar.shift(calendar.counted_from(frame.loc[rows, "submitted_at"].to_numpy("datetime64[s]")), 0)
    late = calendar.working_between(counts_from, world.days("received_at")[rows]) > 3
    world.follows("E6", world.things(rows[late]))
    return frame.at[rows[0], "unit_code"], minute.strftime("%Y-%m-%d %H:%M")


def plant_e3(world: World, strength: str) -> None:
    if "nhật ký" in strength:
        plant_e3_log(world, strength)
        return
    calendar, hour, day = world.province.calendar, _hour(world), world.days("received_at")
    here = world.plain & (day < SETTLED) & _on_a_working_day(world)
    late = 1 if strength == "hôm sau" else 5
    rows = world.take(here & (hour < 15), COUNT)
    world.frame.loc[rows, "transferred_at"] = at(calendar.shift(day[rows], late), 8 * 3600)
    world.plant("E3", strength, world.things(rows))
    rows = world.take(here & (hour > 15), BESIDE)
    world.frame.loc[rows, "transferred_at"] = at(calendar.shift(day[rows], 1), 8 * 3600)
    world.near_miss("E3", "tiếp nhận sau 15 giờ, chuyển hôm sau", world.things(rows))
    rows = world.take(here & (hour < 15), BESIDE)
    world.frame.loc[rows, "transferred_at"] = at(day[rows], 17 * 3600)
    world.near_miss("E3", "chuyển cuối ngày", world.things(rows))


def plant_e3_log(world: World, strength: str) -> None:
    """Where the case list does not tell the transfer, and the step log does."""
    calendar, hour, day = world.province.calendar, _hour(world), world.days("received_at")
    end = world.days("finished_at")
    here = world.plain & (day < SETTLED) & _on_a_working_day(world) & (end > calendar.shift(day, 2))
    rows = world.take(here & (hour < 15), COUNT)
    logged_steps.log(world, rows, at(calendar.shift(day[rows], 1), 8 * 3600))
    world.plant("E3", strength, world.things(rows))
    rows = world.take(here & (hour < 15), BESIDE)
    logged_steps.log(world, rows, at(day[rows], 17 * 3600))
    world.near_miss("E3", "nhật ký: chuyển cuối ngày", world.things(rows))
    rows = world.take(here & (hour > 15), BESIDE)
    logged_steps.log(world, rows, at(calendar.shift(day[rows], 1), 8 * 3600))
    world.near_miss("E3", "nhật ký: tiếp nhận sau 15 giờ, chuyển hôm sau", world.things(rows))
    _logs_that_prove_nothing(world, strength)


@when_all_have_planted
def _logs_that_prove_nothing(world: World, strength: str) -> None:
    """The case list tells the transfer itself, in time, or nobody knows the case of the log."""
    day = world.days("received_at")
    end = world.days("finished_at")
    here = world.plain & (day < SETTLED) & _on_a_working_day(world) & (end > world.province.calendar.shift(day, 2))
    here &= _hour(world) < 15
    late = at(world.province.calendar.shift(day, 1), 8 * 3600)
    rows = world.take(here, BESIDE)
    logged_steps.log(world, rows, late[rows], is_told_by_list=True)
    world.near_miss("E3", "nhật ký ghi muộn, danh sách ghi đúng", world.things(rows))
    rows = world.take(here, BESIDE)
    codes = [f"{code.rpartition('-')[0]}-9{code[-3:]}" for code in world.things(rows)]
    logged_steps.log(world, rows, late[rows], is_told_by_list=True, codes=codes)
    world.near_miss("E3", "nhật ký của hồ sơ không ai biết", [*codes, *world.things(rows)])


def plant_e4(world: World, strength: str) -> None:
    rows = world.take(world.plain, COUNT)
    world.frame.loc[rows, "has_papers"] = False
    world.plant("E4", strength, world.things(rows))
    refused = world.take(world.plain, BESIDE)
    world.near_miss("E4", "có giấy tờ", world.things(refused))
