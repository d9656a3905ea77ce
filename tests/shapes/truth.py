"""The cases that every shape and container is given: invented, the same in every run.

A case is a dict of canonical fields as in `kinds.toml`, with `unit_code`, `unit`, `district` and `applicant` beside
them. Moments are datetimes of Asia/Ho_Chi_Minh to the second, None where there is none; `status` is the national code.
"""

import csv
import random
from datetime import datetime, timedelta

from flows import ROOT

REFERENCE = ROOT / "data" / "reference"
UNITS = ("SYT", "608", "CNVPDKDD-608", "23368", "23504", "23341")
STATUSES = (10,) * 11 + (9, 9, 4, 4, 2, 5, 6, 7, 8, 1)
MOMENTS = (
    "submitted_at",
    "received_at",
    "due_at_original",
    "due_at",
    "supplement_requested_at",
    "supplement_completed_at",
    "finished_at",
    "returned_at",
    "cancelled_at",
)


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def draw(count: int, seed: int = 1) -> list[dict]:
    """`case_id` has a place for the number of the file, so that no two files name the same case."""
    chance = random.Random(seed)
    names = {row["unit_code"]: row["unit_name"] for row in rows("units")}
    units = [row for row in rows("units") if row["unit_code"] in UNITS]
    listed = [row for row in rows("published_procedures") if len(row["procedure_name"]) < 60]
    procedures = [row for row in listed if "\n" not in row["procedure_name"] + row["sector"]][::9]
    return [_one(number, chance, chance.choice(units), names, chance.choice(procedures)) for number in range(count)]


def in_file(cases: list[dict], number: int) -> list[dict]:
    return [{**case, "case_id": case["case_id"].format(file=number)} for case in cases]


def _one(number: int, chance: random.Random, unit: dict, names: dict, procedure: dict) -> dict:
    def later(moment: datetime, days: int) -> datetime:
        day = moment.date() + timedelta(days)
        clock = timedelta(seconds=chance.choice([0, 1, 25_500, 34_200, 41_099, 48_901, 61_200, 86_399]))
        return datetime.combine(day, datetime.min.time()) + max(clock, timedelta(seconds=1))

    status = chance.choice(STATUSES)
    received = later(datetime(2020, 6, 1), chance.randrange(320))
    due = later(received, chance.randrange(1, 30)).replace(hour=17, minute=0, second=0)
    moved = later(due, 7) if chance.random() < 0.15 else None
    asked = later(received, 1) if status == 5 or chance.random() < 0.1 else None
    finished = later(received, chance.randrange(1, 40))
    stem = f"{received:%y%m%d}-{number:04d}"
    case = {
        "case_id": f"{{file:03d}}.00.41.H34-{stem}" if number % 3 else f"H34.41.{{file:03d}}-{stem}",
        "unit_code": unit["unit_code"],
        "unit": unit["unit_name"],
        "district": names[unit["district_code"]] if unit["unit_type"] == "commune" else None,
        "procedure_code": procedure["procedure_code"],
        "procedure_name": procedure["procedure_name"],
        "sector": procedure["sector"],
        "service_level": int(procedure["service_level"]),
        "channel": chance.choice(["desk", "desk", "online", "postal"]),
        "status": status,
        "applicant": f"Nguyễn Văn Mẫu {number:05d}",
        "submitted_at": received - timedelta(minutes=chance.randrange(1, 600)),
        "received_at": received,
        "due_at_original": due,
        "due_at": moved,
        "due_moves": 1 if moved else 0,
        "supplement_requested_at": asked,
        "supplement_completed_at": later(asked, 2) if asked and status != 5 else None,
        "finished_at": finished if status in (9, 10) else None,
        "returned_at": later(finished, chance.randrange(3)) if status == 10 else None,
        "cancelled_at": later(received, 3) if status in (7, 8) else None,
    }
    if case["returned_at"] and case["returned_at"] < finished:
        case["returned_at"] = finished
    return case
