"""Re-appointments: which cases got a slip (Mẫu 04), lawful or not, and the labels B1, B3-B6 that follow.

A slip is lawful if dated at least one calendar day before the due date, with a reason and a new date, and
the only one (NĐ 61/2018 Đ19(9)). Lateness is measured against the due date in force, by dates.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .catalog import WINDOW_TO, Province
from .labels import Labels
from .law import as_day, at
from .styles import Style

OUTCOMES = ("ok", "missing", "late", "no_reason", "no_new_date")
SHARES = (0.52, 0.26, 0.09, 0.065, 0.065)
UNDELIVERED = "618"
OWN_LIST = "610"


def covered_units(units: pd.DataFrame) -> np.ndarray:
    """None came from 618; the province's code would stand for everybody, so its cases are in none."""
    return (
        (units["unit_code"] != "62") & (units["unit_code"] != UNDELIVERED) & (units["parent_code"] != UNDELIVERED)
    ).to_numpy()


def measured_end(frame: pd.DataFrame) -> pd.Series:
    """The day lateness is measured at: the end, or the end of the window for what was open then."""
    end = frame["finished_at"].fillna(frame["returned_at"])
    day = pd.Series(end.to_numpy("datetime64[D]"), index=frame.index)
    return day.where(end.notna() & (day <= pd.Timestamp(WINDOW_TO)), pd.Timestamp(WINDOW_TO))


def issue(
    frame: pd.DataFrame, province: Province, styles: list[Style], labels: Labels, rng: np.random.Generator
) -> pd.DataFrame:
    """Fills `due_at`, `due_moves`, `is_late`; returns slips: case (row of frame), dates, has_reason."""
    frame["due_at"], frame["due_moves"], frame["has_slip"] = np.datetime64("NaT", "s"), 0, False
    counted = frame["in_scope"] & frame["is_accepted"] & ~frame["status"].isin([7, 8]) & frame["due"].notna()
    counted &= ~frame["is_waiting"]  # asked within three working days: no limit runs until the papers come
    measured, due = measured_end(frame), frame["due"].dt.normalize()
    frame["is_late"] = counted & (measured > due)
    covered = covered_units(province.units)[frame["unit"]]
    moved_shown = np.array([style.has("due_at") for style in styles])[frame["unit"]]
    slips: list[dict] = []
    for row in np.flatnonzero(frame["is_late"].to_numpy()):
        case = frame.loc[row]
        days = int((measured[row] - due[row]).days)
        labels.case(
            "B1",
            row,
            f"{days} day(s) past the due date" + ("" if pd.notna(case["finished_at"]) else ", still open"),
        )
        if covered[row]:
            _late_case(frame, row, measured[row], bool(moved_shown[row]), slips, labels, rng)
    _moved_though_on_time(frame, counted & ~frame["is_late"] & covered, styles, slips, labels, rng)
    _moved_twice(
        frame,
        counted & ~frame["is_late"] & ~frame["has_slip"] & frame["due_at"].isna(),
        covered,
        styles,
        slips,
        labels,
        rng,
    )
    frame.loc[~moved_shown, "due_at"] = np.datetime64("NaT", "s")
    return pd.DataFrame(slips)


def _slip(row: int, slip_day: np.datetime64, new_day: np.datetime64 | None, has_reason: bool = True) -> dict:
    return {
        "case": row,
        "slip_date": np.datetime64(slip_day, "D"),
        "has_reason": has_reason,
        "new_due_date": np.datetime64("NaT") if new_day is None else np.datetime64(new_day, "D"),
    }


def _between(first: np.datetime64, last: np.datetime64, rng: np.random.Generator) -> np.datetime64:
    return first + int(rng.integers(0, max(int((last - first).astype(int)), 0) + 1))


def _move(frame: pd.DataFrame, row: int, new_day: np.datetime64, moves: int = 1) -> None:
    frame.loc[row, "due_at"] = at(new_day, 17 * 3600)
    frame.loc[row, "due_moves"] = moves


def _late_case(
    frame: pd.DataFrame,
    row: int,
    measured: pd.Timestamp,
    moved_shown: bool,
    slips: list[dict],
    labels: Labels,
    rng: np.random.Generator,
) -> None:
    case = frame.loc[row]
    due, base = np.datetime64(case["due"], "D"), np.datetime64(case["base"], "D")
    until, outcome = np.datetime64(measured, "D"), str(rng.choice(OUTCOMES, p=SHARES))
    supplemented = pd.notna(case["supplement_completed_at"])
    slip_day = (
        _between(max(base, due - 12), due - 1, rng) if outcome != "late" else _between(due, min(until, due + 6), rng)
    )
    if outcome in ("missing", "no_new_date"):
        new_day = None
    elif until - due >= np.timedelta64(2, "D") and rng.random() < 0.25:
        new_day = max(_between(due + 1, until - 1, rng), slip_day)
    else:  # kept, also if one looks at what happened in the first days of May
        finished = case["finished_at"]
        last = np.datetime64("2021-05-05") if pd.isna(finished) else np.datetime64(finished, "D")
        new_day = _between(max(until, last), max(until, last) + 6, rng)
    if outcome != "missing":
        slips.append(_slip(row, slip_day, new_day, outcome != "no_reason"))
        frame.loc[row, "has_slip"] = True
    elif rng.random() < 0.4 and not supplemented and moved_shown:
        new_day = _between(due + 1, max(until - 1, due + 1), rng) if rng.random() < 0.4 else until + 3
        labels.case("B4", row, "due date moved without a slip")
    if outcome != "ok":
        labels.case("B5", row, f"apology slip: {outcome}")
    if new_day is None:
        return
    if new_day < until:
        labels.case("B6", row, "new date missed as well")
    if outcome == "late" and supplemented:
        return  # the list shows no moved date: after a supplement it could not be told from the restart
    _move(frame, row, new_day)
    if outcome == "late" and moved_shown:
        labels.case("B4", row, "slip on or after the original due date")


def _pick(mask: pd.Series, count: int, rng: np.random.Generator) -> np.ndarray:
    rows = np.flatnonzero(mask.to_numpy())
    return rng.choice(rows, min(count, len(rows)), replace=False)


def _moved_though_on_time(
    frame: pd.DataFrame,
    mask: pd.Series,
    styles: list[Style],
    slips: list[dict],
    labels: Labels,
    rng: np.random.Generator,
) -> None:
    shown = np.array([style.has("due_at") for style in styles])[frame["unit"]]
    plain = (
        mask
        & frame["supplement_requested_at"].isna()
        & (frame["kind"] == 0)
        & frame["finished_at"].notna()
        & (frame["finished_at"] < np.datetime64("2021-05-01"))
        & shown
    )
    due, end = as_day(frame["due"].to_numpy()), as_day(frame["finished_at"].to_numpy())
    scale = max(len(frame) / 25_000, 0.1)
    for row in _pick(plain & (due - as_day(frame["base"].to_numpy()) >= np.timedelta64(3, "D")), int(90 * scale), rng):
        slip_day = min(due[row] - 1 - int(rng.integers(0, 2)), end[row])  # nobody apologises for what is done
        slips.append(_slip(row, slip_day, new := due[row] + int(rng.integers(2, 10))))
        frame.loc[row, "has_slip"] = True
        _move(frame, row, new)
    for row in _pick(plain & ~frame["has_slip"], int(30 * scale), rng):
        _move(frame, row, due[row] + int(rng.integers(2, 10)))
        labels.case("B4", row, "due date moved without a slip")
    for row in _pick(plain & ~frame["has_slip"] & frame["due_at"].isna() & (end == due), int(20 * scale), rng):
        slips.append(_slip(row, due[row], new := due[row] + int(rng.integers(2, 8))))
        frame.loc[row, "has_slip"] = True
        _move(frame, row, new)
        labels.case("B4", row, "slip on the original due date")


def _moved_twice(
    frame: pd.DataFrame,
    mask: pd.Series,
    covered: np.ndarray,
    styles: list[Style],
    slips: list[dict],
    labels: Labels,
    rng: np.random.Generator,
) -> None:
    counts = np.array([style.has("due_moves") and style.has("due_at") for style in styles])[frame["unit"]]
    due, base = as_day(frame["due"].to_numpy()), as_day(frame["base"].to_numpy())
    end = as_day(frame["finished_at"].to_numpy())
    plain = (
        mask
        & frame["supplement_requested_at"].isna()
        & frame["finished_at"].notna()
        & (frame["kind"] == 0)
        & (due - base >= np.timedelta64(5, "D"))
        & (end >= due - 1)
        & (frame["finished_at"] < np.datetime64("2021-05-01"))
    )
    scale = max(len(frame) / 25_000, 0.1)
    for row in _pick(plain & covered, int(24 * scale), rng):
        slips.append(_slip(row, due[row] - 3, due[row] + 3))
        slips.append(_slip(row, due[row] - 1, second := due[row] + 9))
        frame.loc[row, "has_slip"] = True
        _move(frame, row, second, 2)
        labels.case("B3", row, "two slips with different new dates")
    for row in _pick(plain & counts & covered & ~frame["has_slip"], int(16 * scale), rng):
        slips.append(_slip(row, due[row] - 1, new := due[row] + 6))
        frame.loc[row, "has_slip"] = True
        _move(frame, row, new, int(rng.integers(2, 4)))
        labels.case("B3", row, "counter of moved dates above one")
    for row in _pick(plain & counts & ~covered, int(4 * scale), rng):
        _move(frame, row, due[row] + 6, 2)
        labels.case("B3", row, "counter of moved dates above one; no slip list covers the unit")
