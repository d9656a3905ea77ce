"""What truly happened: one row per case, drawn for whole columns at once (a million cases take seconds).

The frame holds row numbers of the unit and procedure tables, local time stamps (datetime64[s]) and national
status codes. No fault is in here except lateness, which every office has.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import planned
from .catalog import WINDOW_FROM, WINDOW_TO, Province, always_in_force
from .law import AT_ONCE, WORKING_DAYS, as_day, at

LAST_SEEN = np.datetime64("2021-05-04T16:59:00")  # the extracts know nothing later
IN_WINDOW, CARRIED, LONG_CARRIED, ENDED_BEFORE, RECEIVED_AFTER = range(5)
NOTHING = np.datetime64("NaT", "s")
DAY = np.timedelta64(1, "D")
EARLY_MAY = np.datetime64("2021-05-01")


def make(province: Province, rng: np.random.Generator, with_planned: bool = True) -> pd.DataFrame:
    """`with_planned`: some cases are of procedures that the unit could not use (rules U1-U4)."""
    unit = np.repeat(np.arange(len(province.units)), province.units["size"])
    kind = rng.choice(5, len(unit), p=[0.957, 0.03, 0.003, 0.006, 0.004])
    small = province.units["size"].to_numpy()[unit] < 10
    kind[small] = IN_WINDOW
    frame = pd.DataFrame({"unit": unit, "kind": kind})
    frame["procedure"], frame["is_core"] = _procedures(province, unit, rng)
    _receive(frame, province, rng)
    _respect_validity(frame, province, rng)
    planned.assign(frame, province, rng, planned.pairs(province, rng) if with_planned else {})
    _set_due(frame, province, rng)
    _finish(frame, province, rng)
    _set_status(frame, province, rng)
    _set_channel(frame, province, rng)
    frame = frame.sort_values(["unit", "first_seen"], kind="stable", ignore_index=True)
    frame["case_id"] = _codes(frame, province, rng)
    return frame


def _procedures(province: Province, unit: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    procedure, is_core = np.zeros(len(unit), int), np.zeros(len(unit), bool)
    first = np.searchsorted(unit, np.arange(len(province.units) + 1))
    for number, (pool, weight, core) in enumerate(zip(province.pools, province.weights, province.core, strict=True)):
        rows = slice(first[number], first[number + 1])
        size = rows.stop - rows.start
        procedure[rows] = rng.choice(pool, size, p=weight)
        fixed = min(9 * len(core), size)
        if fixed:
            procedure[first[number] : first[number] + fixed] = np.resize(core, fixed)
        is_core[rows] = np.isin(procedure[rows], core)
    return procedure, is_core


def _clock(rng: np.random.Generator, size: int) -> np.ndarray:
    """Seconds after midnight within 07:05-11:25 and 13:35-16:55."""
    return np.where(rng.random(size) < 0.57, rng.integers(25_500, 41_100, size), rng.integers(48_900, 60_900, size))


def _receive(frame: pd.DataFrame, province: Province, rng: np.random.Generator) -> None:
    calendar, kind, size = province.calendar, frame["kind"].to_numpy(copy=True), len(frame)
    day = rng.choice(calendar.working_days("2020-06-01", "2021-04-30"), size)
    saturdays = np.arange("2020-06-06", "2021-04-25", 7, dtype="datetime64[D]")
    on_saturday = (rng.random(size) < 0.02) & (kind == IN_WINDOW)
    day[on_saturday] = rng.choice(saturdays, on_saturday.sum())
    # carried over: received so recently that the limit ends in the window, or long ago and forgotten
    limit = province.procedures["amount"].to_numpy()[frame["procedure"]]
    too_short = np.isin(kind, [CARRIED, LONG_CARRIED]) & (limit < 3)
    kind[too_short] = IN_WINDOW
    carried = kind == CARRIED
    back = np.maximum((limit * rng.uniform(0.1, 0.6, size)).astype(int), 1)
    day[carried] = calendar.shift(WINDOW_FROM, -back[carried])
    for which, start, end in (
        (LONG_CARRIED, "2019-11-01", "2020-02-28"),
        (ENDED_BEFORE, "2020-04-20", "2020-05-12"),
        (RECEIVED_AFTER, "2021-05-04", "2021-05-04"),
    ):
        day[kind == which] = rng.choice(calendar.working_days(start, end), (kind == which).sum())
    seconds = _clock(rng, size)
    at_once = province.procedures["limit_unit"].to_numpy()[frame["procedure"]] == AT_ONCE
    evening = (rng.random(size) < 0.015) & ~on_saturday & ~at_once & (kind < ENDED_BEFORE)
    seconds = np.where(on_saturday, rng.integers(27_000, 40_000, size), seconds)
    seconds = np.where(evening, rng.integers(61_260, 64_000, size), seconds)
    frame["kind"], frame["received_at"], frame["first_seen"] = kind, at(day, seconds), at(day, seconds)


def _respect_validity(frame: pd.DataFrame, province: Province, rng: np.random.Generator) -> None:
    """A case of a procedure not in force on the day becomes one of its successor or another of the unit's."""
    table = province.procedures
    start, end = table["from"].to_numpy("datetime64[D]"), table["to"].to_numpy("datetime64[D]")
    procedure, day = frame["procedure"].to_numpy().copy(), as_day(frame["received_at"].to_numpy())
    successor = table["successor"].to_numpy()[procedure]
    procedure = np.where((day > end[procedure]) & (successor >= 0), successor, procedure)
    predecessor = np.full(len(table), -1)
    for old, new in enumerate(table["successor"]):
        predecessor[new] = old if new >= 0 else predecessor[new]
    procedure = np.where((day < start[procedure]) & (predecessor[procedure] >= 0), predecessor[procedure], procedure)
    wrong = (day < start[procedure]) | (day > end[procedure])
    settled = always_in_force(table).to_numpy()
    for number in np.unique(frame["unit"].to_numpy()[wrong]):
        rows = np.flatnonzero(wrong & (frame["unit"].to_numpy() == number))
        pool = province.pools[number][settled[province.pools[number]]]
        slow = pool[table["amount"].to_numpy()[pool] >= 3]  # carried-over cases need a limit that reaches into June
        procedure[rows] = rng.choice(slow if len(slow) else pool, len(rows))
    frame["procedure"] = procedure


def _set_due(frame: pd.DataFrame, province: Province, rng: np.random.Generator) -> None:
    calendar, table = province.calendar, province.procedures
    amount = table["amount"].to_numpy()[frame["procedure"]]
    limit_unit = table["limit_unit"].to_numpy()[frame["procedure"]]
    received = frame["received_at"].to_numpy()
    size, kind = len(frame), frame["kind"].to_numpy()
    due = calendar.due(received, amount, limit_unit)
    hurry = (kind == CARRIED) & (as_day(due) < WINDOW_FROM + 1)  # calendar limits that would have run out in May
    received = np.where(hurry, at(np.full(size, "2020-05-29", "datetime64[D]"), _clock(rng, size)), received)
    due = np.where(hurry, calendar.due(received, amount, limit_unit), due)
    # NĐ 61/2018 Đ19(4): asked within three working days, and from completion the limit starts again
    asks = (rng.random(size) < 0.05) & (kind == IN_WINDOW) & (amount >= 4) & (limit_unit <= 1) & ~frame["is_planned"]
    start = calendar.counted_from(received)
    asked = at(calendar.shift(start, rng.integers(1, 4, size), roll="backward"), _clock(rng, size))
    asks &= (asked < LAST_SEEN) & (as_day(asked) <= as_day(due))
    completed = at(calendar.shift(as_day(asked), rng.integers(1, 9, size)), _clock(rng, size))
    complete = asks & (completed < LAST_SEEN) & (as_day(completed) <= WINDOW_TO)
    frame["supplement_requested_at"] = np.where(asks, asked, NOTHING)
    frame["supplement_completed_at"] = np.where(complete, completed, NOTHING)
    frame["received_at"] = frame["first_seen"] = received
    frame["base"] = np.where(complete, completed, received)
    frame["due"] = np.where(complete, calendar.due(completed, amount, limit_unit), due)
    frame["is_at_once"] = limit_unit == AT_ONCE
    frame["is_waiting"] = asks & ~complete
    frame["in_working_days"] = limit_unit == WORKING_DAYS


def _finish(frame: pd.DataFrame, province: Province, rng: np.random.Generator) -> None:
    calendar, size, kind = province.calendar, len(frame), frame["kind"].to_numpy()
    base, due_day = frame["base"].to_numpy(), as_day(frame["due"].to_numpy())
    rate = province.units["late_rate"].to_numpy()[frame["unit"]]
    late = (rng.random(size) < rate) & ~frame["is_at_once"] & (kind <= CARRIED) & (due_day >= WINDOW_FROM)
    late |= kind == LONG_CARRIED
    start = calendar.shift(calendar.counted_from(base), 0)
    room = calendar.working_between(start, due_day)
    used = np.minimum(((room + 1) * rng.beta(2.2, 1.1, size)).astype(int), room)
    on_time = np.minimum(calendar.shift(start, used), np.maximum(due_day, as_day(base)))
    on_time = np.where((kind == CARRIED) & (on_time < WINDOW_FROM), WINDOW_FROM, on_time)
    delay = rng.geometric(0.13, size)
    past = np.where(kind == LONG_CARRIED, WINDOW_FROM + rng.integers(1, 100, size), due_day + delay)
    end_day = np.where(late, calendar.shift(past, 0), on_time)
    end = at(end_day, _clock(rng, size))
    end = np.maximum(end, base + rng.integers(300, 1500, size).astype("timedelta64[s]"))
    may_day = (end_day > WINDOW_TO) & (rng.random(size) < 0.3) & ~late
    end = np.where(
        may_day & (as_day(base) <= WINDOW_TO),
        at(np.full(size, EARLY_MAY), rng.integers(27_000, 40_000, size)),
        end,
    )
    before = kind == ENDED_BEFORE
    in_may = np.minimum(end, at(np.minimum(due_day, np.datetime64("2020-05-29")), 60_000))
    end = np.where(before, np.maximum(in_may, base + np.timedelta64(300, "s")), end)
    stuck = late & (rng.random(size) < 0.12) & (kind != LONG_CARRIED)
    # ended late in May, due about the end of the window: late or not, depending on the day one looks
    blurred = late & (as_day(end) > WINDOW_TO) & (due_day >= np.datetime64("2021-04-25"))
    open_ = (end > LAST_SEEN) | stuck | blurred | frame["is_waiting"] | (kind == RECEIVED_AFTER)
    frame["finished_at"] = np.where(open_, NOTHING, end)
    handed = np.where(
        rng.random(size) < 0.5,
        end + rng.integers(60, 1200, size).astype("timedelta64[s]"),
        at(calendar.shift(as_day(end), rng.integers(1, 5, size)), _clock(rng, size)),
    )
    away = open_ | (rng.random(size) < 0.1) | (handed > LAST_SEEN)
    frame["returned_at"] = np.where(away, NOTHING, handed)


def _set_status(frame: pd.DataFrame, province: Province, rng: np.random.Generator) -> None:
    size, kind = len(frame), frame["kind"].to_numpy()
    finished, returned = ~frame["finished_at"].isna().to_numpy(), ~frame["returned_at"].isna().to_numpy()
    status = np.where(returned, 10, np.where(finished, 9, np.where(rng.random(size) < 0.6, 4, 2)))
    paying = ~finished & (rng.random(size) < 0.1) & (kind != RECEIVED_AFTER)
    status[paying] = 6
    status[frame["is_waiting"].to_numpy()] = 5
    big = province.units["size"].to_numpy()[frame["unit"]] >= 10
    plain = big & (kind == IN_WINDOW) & ~frame["is_planned"].to_numpy() & ~frame["is_core"].to_numpy()
    plain &= frame["supplement_requested_at"].isna().to_numpy()
    in_time = finished & (as_day(frame["finished_at"].to_numpy()) <= as_day(frame["due"].to_numpy()))
    chance = rng.random(size)
    ended = plain & in_time & (as_day(frame["finished_at"].to_numpy()) <= WINDOW_TO)
    status[ended & (chance < 0.012)] = 7
    status[ended & (chance >= 0.012) & (chance < 0.018)] = 8
    frame.loc[np.isin(status, [7, 8]), "returned_at"] = NOTHING
    fresh = plain & (chance > 0.995)
    status[fresh] = np.where(rng.random(fresh.sum()) < 0.5, 1, 3)
    frame.loc[fresh, ["received_at", "due", "finished_at", "returned_at"]] = NOTHING
    frame["status"] = status
    soon = frame["is_at_once"] & (rng.random(size) < 0.5)  # immediate procedures need no receipt slip: Đ17(4)
    frame.loc[soon, "due"] = NOTHING
    frame["in_scope"] = ~np.isin(kind, [ENDED_BEFORE, RECEIVED_AFTER])
    frame["is_accepted"] = ~fresh


def _set_channel(frame: pd.DataFrame, province: Province, rng: np.random.Generator) -> None:
    size = len(frame)
    level = province.procedures["service_level"].to_numpy()[frame["procedure"]]
    draw = rng.random(size)
    online = ((level >= 3) & (draw < 0.35)) | (~frame["is_accepted"] & (level >= 3))
    frame["level"] = level
    frame["channel"] = np.where(online, "online", np.where(draw > 0.94, "postal", "desk"))
    wait = np.where(online, rng.integers(300, 70_000, size), rng.integers(60, 1500, size)).astype("timedelta64[s]")
    frame["submitted_at"] = frame["first_seen"].to_numpy() - wait


def _codes(frame: pd.DataFrame, province: Province, rng: np.random.Generator) -> pd.Series:
    """`<unit code>-YYMMDD-XXXX` (TT 01/2018 Đ19); from 2020-09-15 some left to right (QĐ 20/2020)."""
    day = as_day(frame["first_seen"].to_numpy())
    number = frame.groupby(["unit", pd.Series(day)]).cumcount() + 1
    old = province.units["case_code_prefix"]
    new = old.map(lambda code: ".".join(part for part in reversed(code.split(".")) if part not in ("000", "00")))
    turned = (day >= np.datetime64("2020-09-15")) & (rng.random(len(frame)) < 0.45)
    prefix = np.where(turned, new.to_numpy(object)[frame["unit"]], old.to_numpy(object)[frame["unit"]])
    days = np.unique(day)
    stamp = np.array([str(one).replace("-", "")[2:] for one in days], dtype=object)[np.searchsorted(days, day)]
    running = np.array([f"{n:04d}" for n in range(number.max() + 1)], dtype=object)[number]
    return pd.Series(prefix + "-" + stamp + "-" + running, index=frame.index)
