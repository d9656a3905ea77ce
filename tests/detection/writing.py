"""Writes a World as files under the layouts' headings: one case list with all columns, slips, requests, petitions,
configured procedures, and whatever else the planters left.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tests.casebook import Casebook, headings
from tests.simulator import catalog, wording
from tests.simulator.papers import write_report
from tests.simulator.procedures import code_as_written
from tests.simulator.shapes import write_card

from . import copies

if TYPE_CHECKING:
    from .world import World

TAKEN_AT = "2021-05-05T08:00:00"
TIMES = ("submitted_at", "received_at", "entered_at", "transferred_at", "due_at_original", "due_at", "finished_at")
TIMES += ("returned_at", "cancelled_at", "supplement_requested_at", "supplement_completed_at")
GIVEN = np.array(["Nguyễn Văn Mẫu", "Trần Thị Mẫu", "A Mẫu", "Y Mẫu", "Lê Văn Mẫu"], dtype=object)


def write(world: World, folder: Path) -> Casebook:
    book = Casebook(folder)
    names = [spellings[0] for spellings in wording.units(world.province.units)]
    _cases(world, book, names)
    codes = world.frame["case_id"]
    slips = [
        {
            "case_id": slip.get("code", codes[slip["row"]]),
            "slip_number": slip.get("number", f"{number}/PXL"),
            "slip_date": _day(slip["slip_date"]),
            "due_at_original": _day(slip.get("old_date", world.frame.at[slip["row"], "due_at_original"])),
            "new_due_date": _day(slip["new_due_date"]),
            "has_reason": "Hồ sơ phức tạp" if slip["has_reason"] else "",
        }
        for number, slip in enumerate(world.slips, 1)
    ]
    book.write("phieu_xin_loi.csv", "apology_slips", slips)
    requests = [
        {
            "case_id": codes[request["row"]],
            "request_id": f"{number}/PYC",
            "requested_at": _moment(request["requested_at"]),
            "supplemented_at": _moment(request["supplemented_at"]),
            "has_content": "Bản sao mẫu",
        }
        for number, request in enumerate(world.requests, 1)
    ]
    book.write("phieu_yeu_cau_bo_sung.csv", "supplement_requests", requests)
    table = world.province.procedures
    configured = [
        {
            "procedure_code": code_as_written(table["procedure_code"].iat[row], 0),
            "procedure_name": table["procedure_name"].iat[row],
            "unit": names[unit],
            "time_limit": world.limits.get((unit, row), table["time_limit"].iat[row]),
            "usage": world.usage.get((unit, row), "Đang sử dụng") if is_first else "Đang sử dụng",
        }
        for (unit, row), is_first in zip(
            world.configured.itertuples(index=False), ~world.configured.duplicated(), strict=True
        )
    ]
    book.write("thu_tuc_cau_hinh.csv", "configured_procedures", configured)
    if world.petitions:
        book.write("phan_anh.csv", "petitions", world.petitions, taken_at=TAKEN_AT)
    for layout, rows in world.extras.items():
        book.write(f"{layout}.csv", layout, rows, taken_at=rows[0].get("taken_at", TAKEN_AT))
    _lists(world, book, names)
    codes_of_units = world.province.units["unit_code"].tolist()
    for number, (unit, period, lines) in enumerate(world.reports, 1):
        path = book.raw / f"bieu_06_{number}.xlsx"
        write_report(path, names[codes_of_units.index(unit)], period, lines, lines.sum())
        write_card(path, unit, TAKEN_AT)
    copies.write(world, book, names)
    _published(book)
    return book


def case_rows(world: World, frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The cases of `frame` as the case list has them: its fields as columns, texts."""
    statuses = wording.statuses()
    codes = np.array([code_as_written(code, 0) for code in frame["procedure_code"]], dtype=object)
    unit = np.array(names, dtype=object)[frame["unit"]]
    status = frame["status"].map({code: texts[0] for code, texts in statuses.items()})
    numbers = frame["applicant"].to_numpy()
    table = pd.DataFrame(
        {
            "case_id": frame["case_id"],
            "procedure_code": np.where(frame["has_procedure_code"], codes, ""),
            "procedure_name": world.province.procedures["procedure_name"].to_numpy(object)[frame["procedure"]],
            "sector": world.province.procedures["sector"].to_numpy(object)[frame["procedure"]],
            "service_level": frame["service_level"],
            "unit": np.where(frame["unit_text"] != "", frame["unit_text"], unit),
            "channel": frame["channel"].map({code: texts[0] for code, texts in wording.CHANNELS.items()}),
            "due_moves": frame["due_moves"],
            "status": np.where(frame["status_text"] != "", frame["status_text"], status),
            "has_papers": np.where(frame["has_papers"], "2", ""),
            "applicant_key": [f"{GIVEN[number % 5]} {number:06d}" for number in numbers],
            "contact_key": [f"09{number:08d}" for number in frame["contact"]],
        },
        index=frame.index,
    )
    for name in TIMES:
        table[name] = frame[name].dt.strftime("%d/%m/%Y %H:%M:%S").fillna("")
    return table


def _cases(world: World, book: Casebook, names: list[str]) -> None:
    frame = world.frame
    whole = pd.concat([*world.variants, frame.loc[frame.index.repeat(frame["repeats"] + 1)]])
    rows = case_rows(world, whole, names)
    save(book, "ho_so.csv", "onestop_case_list", rows, sender="62", taken_at=TAKEN_AT)


def _lists(world: World, book: Casebook, names: list[str]) -> None:
    """Lists with groups and totals between the rows, of the day of the main one. A total's number stands in the cell
    beside its label, or behind it.
    """
    for number, (name, lines) in enumerate(world.lists.items()):
        rows = case_rows(world, world.frame.loc[[line for line in lines if isinstance(line, int)]], names)
        written = iter(rows.to_dict("records"))
        table = [next(written) if isinstance(line, int) else _furniture(line, number % 2 == 0) for line in lines]
        save(book, name, "onestop_case_list", pd.DataFrame(table, columns=rows.columns).fillna(""), taken_at=TAKEN_AT)


def _furniture(line: str | tuple[str, int], is_beside: bool) -> dict[str, str]:
    if isinstance(line, str):
        return {"case_id": line}
    label, told = line
    return {"case_id": label, "procedure_code": str(told)} if is_beside else {"case_id": f"{label}: {told} hồ sơ"}


def save(book: Casebook, name: str, layout: str, rows: pd.DataFrame, **card) -> None:
    rows.rename(columns=headings(layout)).to_csv(book.raw / name, index=False, encoding="utf-8")
    (book.raw / f"{name}.origin.json").write_text(json.dumps(card), encoding="utf-8")


def _published(book: Casebook) -> None:
    """The office's list and what was published anew."""
    files = (catalog.REFERENCE / "published_procedures.csv", catalog.NEW_DECISION)
    known = pd.concat([pd.read_csv(path, dtype=str, keep_default_na=False) for path in files])
    known.to_csv(book.references / "published_procedures.csv", index=False)


def _day(moment) -> str:
    return "" if moment is None or pd.isna(moment) else pd.Timestamp(moment).strftime("%d/%m/%Y")


def _moment(moment) -> str:
    return "" if moment is None or pd.isna(moment) else pd.Timestamp(moment).strftime("%d/%m/%Y %H:%M:%S")
