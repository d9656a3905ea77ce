"""Extracts of other days and other choices than the main ones: lists of one month taken when it ended, lists of what
was carried over, lists of online cases only; and two communes whose only lists end a month before the window does.

They know nothing that the main lists do not, so nothing is missing and no number left out: near misses of A4G, D9, D11.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from . import shapes
from .cases import LAST_SEEN
from .conduct import COLUMNS
from .deadlines import alone
from .earlier import HAPPENED, as_it_stood
from .faults import Planter
from .law import as_day
from .styles import Style

MONTHLY, CARRIED, ONLINE = "monthly", "carried over", "online"
# (unit, choice, taken at, first and last day of the period in the title)
SENT = (
    ("612", MONTHLY, "2020-12-01T07:30:00", "2020-11-01", "2020-11-30"),
    ("617", MONTHLY, "2020-12-01T10:00:00", "2020-11-01", "2020-11-30"),
    ("617", CARRIED, "2021-01-04T08:00:00", "2021-01-01", "2021-03-31"),
    ("617", MONTHLY, "2021-03-01T08:00:00", "2021-02-01", "2021-02-28"),
    ("SGDDT", ONLINE, "2021-03-01T08:00:00", "2020-06-01", "2021-02-28"),
    ("SYT", ONLINE, "2021-05-09T08:00:00", "2020-06-01", "2021-04-30"),
    ("612", CARRIED, "2021-05-09T08:00:00", "2020-06-01", "2021-04-30"),
)
CUT = np.datetime64("2021-03-31T17:30:00")
OVERWRITTEN_FROM = np.timedelta64(2, "D")  # restarts.overwritten: the slip is dated so long before the first promise


def write(p: Planter, out: Path) -> None:
    for code, choice, taken_at, first, last in SENT:
        style = next(one for one in p.styles if p.province.units["unit_code"].iat[one.unit] == code)
        state = _state(p, p.of(code), np.datetime64(taken_at))
        part = state[_chosen(state, choice, np.datetime64(first), np.datetime64(last))]
        span = f"Từ ngày {pd.Timestamp(first):%d/%m/%Y} đến ngày {pd.Timestamp(last):%d/%m/%Y}"
        (out / taken_at[:10]).mkdir(exist_ok=True)
        _write(p, part, replace(style, taken_at=taken_at, period=span), out / taken_at[:10])
    for style in short(p):
        state = p.frame[(p.frame["unit"] == style.unit) & (p.frame["first_seen"] < CUT)].copy()
        later = _after_cut(state)
        state[later] = _rolled_back(p, state[later].copy(), CUT)
        _write(p, state, replace(style, taken_at=str(CUT)), out)


def _write(p: Planter, part: pd.DataFrame, style: Style, folder: Path) -> None:
    part = part.sort_values("first_seen", kind="stable")
    shapes.write_unit(part.loc[part.index.repeat(part["repeats"] + 1)], p.province, style, folder, p.rng)


def _state(p: Planter, mine: np.ndarray, taken_at: np.datetime64) -> pd.DataFrame:
    """The cases received by then, as they stood. What is older than the main lists leaves out the cases with a fault in
    their dates, status or code; what is newer tells all that they tell.
    """
    frame = p.frame
    seen = mine & (frame["first_seen"] < taken_at)
    if taken_at > LAST_SEEN:
        return frame[seen]
    broken = p.labels.rows("A1", "A1S", "A1C", "A2", "A4", "A4V", "A5", "A6") | p.labels.unresolved
    reused = frame.duplicated(["unit", "case_id"], keep=False)
    return _rolled_back(p, frame[seen & ~frame.index.isin(list(broken)) & ~reused].copy(), taken_at)


def _rolled_back(p: Planter, state: pd.DataFrame, taken_at: np.datetime64) -> pd.DataFrame:
    """As it stood then, under the promise of then: before its slip, and before the papers came that began it again."""
    promised = state["first_due"].notna() & (state["first_due"] - OVERWRITTEN_FROM > taken_at)
    state.loc[promised, "due"] = state.loc[promised, "first_due"]
    again = state["supplement_completed_at"] > taken_at
    limits = p.province.procedures.iloc[state.loc[again, "procedure"]]
    received = state.loc[again, "received_at"].to_numpy("datetime64[s]")
    first = p.province.calendar.due(received, limits["amount"].to_numpy(), limits["limit_unit"].to_numpy())
    state.loc[again, "due"] = first
    return as_it_stood(state, taken_at)


def _chosen(state: pd.DataFrame, choice: str, first: np.datetime64, last: np.datetime64) -> np.ndarray:
    """Of one month: what was received in it or before and had not ended before it."""
    begun = as_day(state["first_seen"].to_numpy())
    end = as_day(state["finished_at"].fillna(state["returned_at"]).to_numpy())
    still = (begun <= last) & ~(end < first)
    if choice == ONLINE:
        return still & (state["channel"] == "online").to_numpy()
    return still & (begun < first) if choice == CARRIED else still


def _after_cut(frame: pd.DataFrame) -> pd.Series:
    return (frame[["first_seen", *HAPPENED]] > CUT).any(axis=1)


def short(p: Planter) -> list[Style]:
    """The two largest communes, sent without a title, of whose cases nothing is labelled that stands open or came after
    CUT: what their lists leave out takes no label with it.
    """
    frame, units = p.frame, p.province.units
    after = _after_cut(frame) | frame["finished_at"].isna()
    labelled = frame.index.isin(list(p.labels.rows())) | frame["is_planned"]
    told = set(units["unit_code"][frame.loc[after & labelled, "unit"]]) | p.labels.units_of_things()
    told |= {code for _, codes in COLUMNS.values() for code in codes}
    fits = [
        style
        for style in p.styles
        if units["unit_type"].iat[style.unit] == "commune"
        and units["unit_code"].iat[style.unit] not in told
        and not style.has_title
        and style.taken_at
        and (alone(p) & (frame["unit"] == style.unit).to_numpy()).any()
    ]
    return sorted(fits, key=lambda style: -units["size"].iat[style.unit])[:2]
