"""Step logs of cases whose case list does not tell the transfer: what the portal's progress payload knows of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.simulator.cases import NOTHING

from .world import World

DESK, OFFICE = "Bộ phận Một cửa", "Phòng chuyên môn"


def log(
    world: World,
    rows: np.ndarray,
    handed_over: np.ndarray,
    is_told_by_list: bool = False,
    codes: list[str] | None = None,
) -> None:
    """Two steps each: of the desk, which hands the case over at these moments, and of the office, which ends it. The
    case list forgets the moment of transfer unless told otherwise; `codes` stand in the log instead of the cases' own.
    """
    frame = world.frame
    if not is_told_by_list:
        frame.loc[rows, "transferred_at"] = NOTHING
    codes = world.things(rows) if codes is None else codes
    for row, moment, code in zip(rows, handed_over, codes, strict=True):
        received, end, norm = (frame.at[row, name] for name in ("received_at", "finished_at", "due_at_original"))
        end = max(pd.Timestamp(end), pd.Timestamp(moment))
        steps = ((DESK, received, moment), (OFFICE, moment, end))
        world.extras["national_progress"] += [
            {"case_id": code, "body": body}
            | {"started_at": _compact(start), "ended_at": _compact(stop), "norm_end_at": _compact(norm)}
            for body, start, stop in steps
        ]


def _compact(moment: object) -> str:
    return "" if pd.isna(moment) else pd.Timestamp(moment).strftime("%Y%m%d%H%M%S")
