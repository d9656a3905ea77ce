"""What the national portal was sent (JSON of October 2020) about the cases of a few units: mostly the same, some of it
late or wrong, some cases here only or there only.

Labels: D10 where the status differs; `portal.…` for what the comparison of both systems should call each case
(case_reconciliation: presence only_a, only_b; lateness of what either calls late).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from .catalog import WINDOW_TO
from .containers import MADE_UP
from .earlier import new_codes
from .faults import NOTHING, Planter
from .law import as_day, at
from .shapes import write_card
from .slips import measured_end
from .wording import applicants

UNITS = ("SNV", "616", "SNNPTNT")
TAKEN_AT = "2021-05-08T08:00:00"
SETTLED = np.datetime64("2021-04-10")
DATES = {"NgayTiepNhan": "received_at", "NgayHenTra": "due", "NgayKetThucXuLy": "finished_at", "NgayTra": "returned_at"}


def write(p: Planter, out: Path) -> None:
    sent = _truth(p)
    _label_what_is_late(p, sent)
    sent = _not_sent(p, sent)
    _late_or_wrong(p, sent)
    sent = pd.concat([sent, _sent_only(p)]).sort_values(["unit", "first_seen"], kind="stable")
    path = out / "dong_bo_cong_quoc_gia.json"
    records = [_record(p, row) for row in sent.itertuples()]
    payload = {"ghi_chu": MADE_UP, "data": records}
    path.write_bytes((json.dumps(payload, ensure_ascii=False, separators=(",", ":")) + "\n").encode())
    write_card(path, "62", TAKEN_AT)


def _truth(p: Planter) -> pd.DataFrame:
    """All cases of the units whose unit and code are clear, as their own system has them."""
    unclear = p.frame.duplicated("case_id", keep=False) | p.frame.index.isin(list(p.labels.unresolved))
    return p.frame[p.of(*UNITS) & ~unclear].copy()


def _label(p: Planter, kind: str, rows: np.ndarray, note: str) -> None:
    p.label(f"portal.{kind}", rows, note)


def _label_what_is_late(p: Planter, sent: pd.DataFrame) -> None:
    """Late in the units' systems, so late for the portal too: in truth, while waiting lawfully, or still open."""
    late = sent[sent["is_late"]]
    done = late["finished_at"].fillna(late["returned_at"]).lt(pd.Timestamp(WINDOW_TO + 1))
    asked = late["supplement_requested_at"]
    waits = ~done & (
        late["status"].isin([5, 6])
        | (asked.dt.normalize().le(late["due"].dt.normalize()) & late["supplement_completed_at"].isna())
    )
    _label(p, "late_in_truth", late.index[done], "late in both")
    _label(p, "waiting", late.index[waits], "overdue in both, waiting lawfully")
    _label(p, "still_open", late.index[~done & ~waits], "overdue in both, still open")


def _not_sent(p: Planter, sent: pd.DataFrame) -> pd.DataFrame:
    """Without a dozen closed cases of procedures that the portal knows from others."""
    often = sent.groupby(["unit", "procedure"])["case_id"].transform("size").reindex(p.frame.index, fill_value=0) > 3
    amid = p.frame["received_at"].between(pd.Timestamp("2020-07-01"), pd.Timestamp("2021-03-31"))
    rows = p.take(p.of(*UNITS) & often & amid & p.ended & p.frame["status"].isin([9, 10]), 12)
    _label(p, "only_a", rows, "never sent to the portal")
    return sent.drop(index=rows)


def _late_or_wrong(p: Planter, sent: pd.DataFrame) -> None:
    frame, rng, due = p.frame, p.rng, p.due_day
    end = as_day(frame["finished_at"].to_numpy())
    returned = as_day(frame["returned_at"].to_numpy())
    here = p.of(*UNITS) & frame.index.isin(sent.index) & frame["due"].notna().to_numpy()
    settled = here & (due < SETTLED) & (measured_end(frame) < pd.Timestamp(SETTLED)).to_numpy() & p.ended

    rows = p.take(settled & frame["status"].eq(10), 10)
    sent.loc[rows, ["finished_at", "returned_at"]] = NOTHING
    sent.loc[rows, "status"] = 4
    _label(p, "late_sync", rows, "end never sent")
    p.label("D10", rows, "still in process on the portal")

    rows = p.take(settled & frame["status"].eq(10) & (returned <= due), 10)
    sent.loc[rows, "finished_at"] = at(due[rows] + rng.integers(1, 8, len(rows)), 36_000)
    sent.loc[rows, "returned_at"] = sent.loc[rows, "finished_at"] + np.timedelta64(1, "h")
    _label(p, "late_sync", rows, "end sent days later")

    rows = p.take(settled & frame["status"].eq(10) & (returned > due), 8)
    sent.loc[rows, "finished_at"] = NOTHING
    _label(p, "late_handover", rows, "only the day of return sent")

    rows = p.take(settled & frame["status"].isin([9, 10]) & (end - as_day(frame["base"].to_numpy()) >= 2), 8)
    sent.loc[rows, "due"] = at(end[rows] - 1, 17 * 3600)
    _label(p, "wrong_sync", rows, "an earlier due date sent")

    rows = p.take(settled & frame["status"].eq(10), 8)
    sent.loc[rows, "status"] = rng.choice([7, 8, 9], len(rows))
    p.label("D10", rows, "another status sent")

    late = np.flatnonzero(here & frame["is_late"] & frame["finished_at"].lt(pd.Timestamp(SETTLED)).to_numpy())
    for row in rng.choice(late, min(8, len(late)), replace=False):
        sent.loc[row, "due"] = at(end[row] + 3, 17 * 3600)
        p.labels.move(("portal.late_in_truth", row), "portal.hidden_by_sync", "a later due date sent")


def _sent_only(p: Planter) -> pd.DataFrame:
    """Cases that the portal alone knows, like others of the unit but for the code."""
    often = p.frame.groupby(["unit", "procedure"])["case_id"].transform("size") > 3
    amid = p.frame["received_at"].between(pd.Timestamp("2020-07-01"), pd.Timestamp("2021-03-31"))
    like = p.take(p.of(*UNITS) & often & amid & p.ended & p.frame["status"].eq(10), 9)
    made = p.frame.loc[like].copy()
    p.clean[like] = True
    made.index = pd.RangeIndex(len(p.frame) + 1000, len(p.frame) + 1000 + len(made))
    made["case_id"] = new_codes(made["case_id"], 930)
    for unit, code in zip(made["unit"], made["case_id"], strict=True):
        p.labels.thing("portal.only_b", p.province.units["unit_code"].iat[unit], code, "known to the portal only")
    return made


def _record(p: Planter, row: object) -> dict:
    unit, procedure = p.province.units.iloc[row.unit], p.province.procedures.iloc[row.procedure]
    number = int(row.Index)
    dates = {heading: _compact(getattr(row, name)) for heading, name in DATES.items()}
    return {
        "MaHoSo": other_order(row.case_id) if number % 4 == 0 and number in p.frame.index else row.case_id,
        "MaTTHC": f"{procedure['procedure_code']}.000.00.00.H34" if row.has_procedure_code else None,
        "TenTTHC": procedure["procedure_name"],
        "TenLinhVuc": procedure["sector"],
        "ChuHoSo": applicants(np.array([number]))[0],
        "LoaiDoiTuong": "1",
        **dates,
        "TrangThaiHoSo": str(row.status),
        "HinhThuc": "0",
        "DonViXuLy": unit["unit_name"],
        "DanhSachHoSoBoSung": _supplements(row),
    }


def _supplements(row: object) -> list[dict]:
    if pd.isna(row.supplement_requested_at):
        return []
    asked, done = _compact(row.supplement_requested_at), _compact(row.supplement_completed_at)
    return [{"HoSoBoSungId": "1", "NgayBoSung": asked, "NgayTiepNhanBoSung": done, "NoiDungBoSung": "Bản sao mẫu"}]


def _compact(moment: pd.Timestamp) -> str | None:
    return None if pd.isna(moment) else moment.strftime("%Y%m%d%H%M%S")


def other_order(code: str) -> str:
    """The unit code the other way round; both are lawful from 15/09/2020 (QĐ 20/2020/QĐ-TTg)."""
    unit, day, number = code.split("-")
    if not unit.startswith("000."):
        return code
    return "-".join([".".join(part for part in reversed(unit.split(".")) if part not in ("000", "00")), day, number])
