"""Planters of P1 to P4: petitions answered late, not at all, without a day, or written again."""

from __future__ import annotations

import numpy as np

from .world import World

STRENGTHS = {
    "P1": ("1 ngày", "20 ngày"),
    "P2": ("1 ngày", "60 ngày"),
    "P3": ("ngày không có thật", "không có ngày trả lời"),
    "P4": ("2 lần", "4 lần"),
}
DUE, LAST = np.datetime64("2020-11-16"), np.datetime64("2021-04-30")
UNITS = ("608", "611", "612", "613")


def _write(world: World, rule: str, what: str, **fields) -> list[tuple[str, str]]:
    """A petition of each unit, received on 02/11/2020, all on one subject and each of its own petitioner."""
    things = []
    for unit in UNITS:
        code = f"PA-{rule}-{len(world.petitions)}"
        usual = {"petition_id": code, "unit": unit, "subject": "Đất đai", "received_at": "02/11/2020"}
        usual |= {"due_at": "", "answered_at": "", "status": "Đang xử lý", "petitioner_key": f"Người mẫu {code}"}
        world.petitions.append(usual | {name: _text(value) for name, value in fields.items()})
        things.append((unit, code))
    return things


def _text(value: object) -> str:
    return value.astype(object).strftime("%d/%m/%Y") if isinstance(value, np.datetime64) else str(value)


def plant_p1(world: World, strength: str) -> None:
    late = int(strength.split()[0])
    answered = {"status": "Đã trả lời", "due_at": DUE}
    world.plant("P1", strength, _write(world, "P1", strength, answered_at=DUE + late, **answered))
    world.near_miss("P1", "trả lời đúng hạn", _write(world, "P1", "", answered_at=DUE, **answered))
    undated = {"status": "Đã trả lời", "answered_at": DUE + 90}
    world.near_miss("P1", "danh sách không ghi hạn", _write(world, "P1", "", **undated))


def plant_p2(world: World, strength: str) -> None:
    late = int(strength.split()[0])
    world.plant("P2", strength, _write(world, "P2", strength, due_at=LAST - late))
    world.near_miss("P2", "đến hạn ngày cuối kỳ", _write(world, "P2", "", due_at=LAST))
    world.near_miss("P2", "từ chối", _write(world, "P2", "", due_at=DUE, status="Từ chối"))


def plant_p3(world: World, strength: str) -> None:
    day = "30/02/2021" if strength == STRENGTHS["P3"][0] else ""
    said = {"due_at": DUE, "answered_at": day, "status": "Đã trả lời"}
    world.plant("P3", strength, _write(world, "P3", strength, **said))
    dated = {"due_at": DUE, "answered_at": DUE, "status": "Đã trả lời"}
    world.near_miss("P3", "có ngày trả lời", _write(world, "P3", "", **dated))
    for what, status in (("đã chuyển xử lý, chưa trả lời", "Đã chuyển xử lý"), ("từ chối", "Không thuộc thẩm quyền")):
        world.near_miss("P3", what, _write(world, "P3", "", due_at=LAST, status=status))


def plant_p4(world: World, strength: str) -> None:
    who = f"Người mẫu {strength}"
    answered = {"due_at": DUE, "answered_at": DUE, "status": "Đã trả lời"}
    first = _write(world, "P4", strength, petitioner_key=who, **answered)
    for more in range(1, int(strength.split()[0])):
        _write(world, "P4", strength, petitioner_key=who, **answered | {"received_at": f"0{2 + more}/11/2020"})
    world.plant("P4", strength, first)
    other = {"petitioner_key": f"{who} B"}
    beside = _write(world, "P4", "", **answered | other)
    _write(world, "P4", "", **answered | other | {"subject": "Hộ tịch"})
    world.near_miss("P4", "việc khác", beside)
    before = _write(world, "P4", "", **answered | {"petitioner_key": f"{who} C", "received_at": "29/05/2020"})
    within = _write(world, "P4", "", **answered | {"petitioner_key": f"{who} C"})
    world.near_miss("P4", "lần đầu trước kỳ", [*before, *within])
    twice = _write(world, "P4", "", **answered | {"petitioner_key": f"{who} D"})
    world.extras["petitions"] += world.petitions[-len(twice) :]
    world.near_miss("P4", "một phản ánh trong hai danh sách", twice)
