"""What is carried out or configured otherwise than it is published (rules U7-U11), and what stands right beside it.

Cases change to a procedure of another body with the same limit and online level, so that nothing else changes.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .catalog import BODIES, Province, always_in_force, whose
from .deadlines import settled
from .faults import Planter
from .labels import Labels
from .law import WORKING_DAYS
from .procedures import NOT_DELIVERED, STEM, code_as_written

IN_USE, OFF = "Đang sử dụng", "Ngừng sử dụng"
WRONG_BODIES, SWITCHED_OFF, EXPIRED_OFF, OTHER_LIMITS, SAME_LIMITS, UNPUBLISHED = 20, 18, 14, 20, 12, 20


def plant(p: Planter) -> None:
    """U7: a case of a procedure that another body of the unit's level carries out."""
    table, units = p.province.procedures, p.province.units
    single = ~table.duplicated(["procedure_code", "unit_level"], keep=False)
    known = table["authority"] != BODIES["province"]
    fits = table[always_in_force(table) & single & known & (table["origin"] == "reference")]
    left = p.clean & settled(p)
    done: set[tuple[int, str]] = set()
    for case in p.rng.permutation(np.flatnonzero(left)):
        unit, now = units.iloc[p.frame["unit"].iat[case]], table.loc[p.frame["procedure"].iat[case]]
        same = ["unit_level", "amount", "limit_unit", "service_level"]
        others = fits[(fits[same] == now[same]).all(axis=1) & ~fits["procedure_code"].isin(_codes(unit, table))]
        if others.empty or unit["unit_type"] not in ("department", "district", "land_registration_branch"):
            continue
        chosen = others.index[int(p.rng.integers(len(others)))]
        code = table.at[chosen, "procedure_code"]
        if len(done) == WRONG_BODIES or (unit["unit_code"], code) in done:
            continue
        p.clean[case] = False
        p.frame.loc[case, "procedure"] = chosen
        p.labels.procedure("U7", unit["unit_code"], code, "another body of this level carries it out")
        done.add((unit["unit_code"], code))


def _codes(unit: pd.Series, table: pd.DataFrame) -> set[str]:
    return set(table["procedure_code"][whose(unit, table)])


def configure(listed: pd.DataFrame, province: Province, labels: Labels, rng: np.random.Generator) -> pd.DataFrame:
    """The rows of the configured list with `time_limit` and `usage` as written there, and rows more that nobody has
    published for their unit (U8); labels also U9, U10 and U11.
    """
    table, units = province.procedures, province.units
    listed = listed.assign(
        time_limit=table["time_limit"].to_numpy(object)[listed["procedure"]],
        usage=IN_USE,
        code=table["procedure_code"].to_numpy(object)[listed["procedure"]],
        unit_code=units["unit_code"].to_numpy(object)[listed["unit"]],
    )
    single = ~listed.duplicated(["unit", "code"], keep=False) & (listed["unit_code"] != "62")
    ended = listed.index[single & ~listed["in_force"].astype(bool)]
    off = rng.choice(ended, EXPIRED_OFF, replace=False)
    listed.loc[off, "usage"] = OFF
    _label(listed.loc[ended.difference(off)], "U9", "in no decision in force, still configured", labels)
    amount = table["amount"].to_numpy()[listed["procedure"]]
    working = table["limit_unit"].to_numpy()[listed["procedure"]] == WORKING_DAYS
    free = rng.permutation(listed.index[single & listed["in_force"].astype(bool) & working])
    off, other, same = np.split(free, np.cumsum([SWITCHED_OFF, OTHER_LIMITS, SAME_LIMITS]))[:3]
    listed.loc[off, "usage"] = OFF
    _label(listed.loc[off], "U11", "published and in force, switched off", labels)
    listed.loc[other, "time_limit"] = [f"{amount[row] + 2} Ngày làm việc" for row in other]
    _label(listed.loc[other], "U10", "two working days more than published", labels)
    listed.loc[same, "time_limit"] = [f"{amount[row] * 8} Giờ" for row in same]
    more = _unpublished(province, rng)
    for row in more.itertuples():
        labels.procedure("U8", row.unit_code, row.code, "configured, published for nobody or for other levels")
    return pd.concat([listed, more], ignore_index=True)


def _label(rows: pd.DataFrame, rule: str, note: str, labels: Labels) -> None:
    for row in rows.itertuples():
        labels.procedure(rule, row.unit_code, row.code, note)


def _unpublished(province: Province, rng: np.random.Generator) -> pd.DataFrame:
    table, units = province.procedures, province.units
    asked = units.index[~units["unit_code"].isin((*NOT_DELIVERED, "62"))]
    levels = table[table["origin"] != "none"].groupby("procedure_code")["unit_level"].agg(set)
    rows: dict[tuple[str, str], tuple] = {}
    while len(rows) < UNPUBLISHED:
        unit, row = int(rng.choice(asked)), int(rng.integers(len(table)))
        code, level = table["procedure_code"].iat[row], units["unit_level"].iat[unit]
        if level not in levels.get(code, set()):
            stem = code if STEM.fullmatch(code) else code_as_written(code, 0)
            unit_code = units["unit_code"].iat[unit]
            rows.setdefault((unit_code, stem), (unit, row, True, table["time_limit"].iat[row], IN_USE, stem, unit_code))
    return pd.DataFrame(
        list(rows.values()), columns=["unit", "procedure", "in_force", "time_limit", "usage", "code", "unit_code"]
    )
