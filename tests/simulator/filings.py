"""What rules E5 and E6 ask of online filings: not planted, told from what the other stages drew."""

from __future__ import annotations

import numpy as np

from .faults import Planter
from .law import CLOSING, as_day

WORKING_DAYS = 3
SEEN = np.datetime64("2021-04-30")


def label(p: Planter) -> None:
    """Filed online and never accepted, or accepted more than three working days later, where the file shows it."""
    frame, calendar = p.frame, p.province.calendar
    shown = p.where("submitted_at") & p.where("channel") & frame["channel"].eq("online").to_numpy()
    shown &= frame["in_scope"].to_numpy()
    submitted = frame["submitted_at"].to_numpy("datetime64[s]")
    day = as_day(submitted)
    counted = calendar.shift(day + (submitted - day > CLOSING).astype("timedelta64[D]"), 0)
    unaccepted = shown & frame["status"].eq(1).to_numpy()
    p.label(
        "E5", np.flatnonzero(unaccepted & (calendar.working_between(counted, SEEN) > WORKING_DAYS)), "never accepted"
    )
    received = as_day(frame["received_at"].to_numpy())
    waited = calendar.working_between(counted, np.where(np.isnat(received), counted, received))
    accepted = shown & ~frame["status"].isin([1, 3]).to_numpy() & (waited > WORKING_DAYS)
    p.label("E6", np.flatnonzero(accepted), "accepted late")
